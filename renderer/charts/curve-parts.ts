import type { CurvePart } from './contents.ts'

export const curveParts: readonly { value: CurvePart; label: string }[] = [
  { value: 'both', label: 'Both' },
  { value: 'training', label: 'Training' },
  { value: 'validation', label: 'Validation' },
]
