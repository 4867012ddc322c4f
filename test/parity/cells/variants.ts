import { cellKinds } from '../../../shared/contract/spec.ts'
import type { ModelSpec } from '../../../shared/contract/spec.ts'

/** A cell with the settings that differ from `modelDefaults`. */
export type Variant = Pick<ModelSpec, 'cell'> & Partial<ModelSpec>

const recurrent = ['rnn', 'lstm', 'gru'] as const

/** Every cell as it is, and with every setting that it knows. */
export const variants: Variant[] = [
  ...cellKinds.map((cell) => ({ cell })),
  ...(['ann-mean', 'ann', 'rnn'] as const).map((cell) => ({ cell, activation: 'relu' as const })),
  { cell: 'lstm', peephole: true },
  ...recurrent.map((cell) => ({ cell, pooling: 'mean' as const })),
  ...recurrent.map((cell) => ({ cell, bidirectional: true })),
  ...recurrent.map((cell) => ({ cell, bidirectional: true, pooling: 'mean' as const })),
  { cell: 'rnn', activation: 'relu', bidirectional: true },
  { cell: 'lstm', peephole: true, bidirectional: true },
]

/** 'lstm, peephole, bidirectional': for the title of a test. */
export const titleOf = (variant: Variant): string =>
  Object.entries(variant)
    .map(([name, value]) => (name === 'cell' ? value : value === true ? name : `${name} ${String(value)}`))
    .join(', ')
