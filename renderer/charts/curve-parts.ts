import type { CurvePart } from './contents.ts'
import { say } from '../messages.ts'

export const curveParts: readonly { value: CurvePart; label: string }[] = [
  {
    value: 'both',
    get label() {
      return say.charts.both
    },
  },
  {
    value: 'training',
    get label() {
      return say.charts.training2
    },
  },
  {
    value: 'validation',
    get label() {
      return say.charts.validation2
    },
  },
]
