import { defaultModel } from '../contract/spec.ts'
import { inWords } from '../engine/gradients/numbers-in-words.ts'
import { labCellNames } from './net/lab-cells.ts'
import { paddingNames } from './padding/paddings.ts'
import type { LabSpec } from './spec.ts'

/** What people call a series: the name of a cell, of a padding, of a run. */
export function seriesName(spec: LabSpec, series: string, names: Readonly<Record<string, string>>): string {
  if (names[series]) return names[series]
  const known: Record<string, string> =
    spec.lab === 'padding' ? paddingNames : spec.lab === 'order' ? models : labCellNames
  return known[series] ?? series
}
const models: Record<string, string> = Object.fromEntries(
  (['ann-mean', 'ann', 'rnn', 'lstm', 'gru'] as const).map((cell) => [cell, defaultModel(cell).name]),
)

/** 50.1 %, 100 %, with a no-break space. */
export const percent = (value: number | null): string =>
  value === null ? '–' : `${Number((100 * value).toFixed(1))}\u00a0%`

/** 'a', 'a and b', 'a, b and c'. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`

/** Three figures, or a power of ten: 0.312, 24, 2.1·10⁻⁶. */
export function factor(value: number | null): string {
  if (value === null) return '–'
  const size = Math.abs(value)
  return size === 0 || (size >= 1e-3 && size < 1e6) ? String(Number(value.toPrecision(3))) : inWords(value)
}

/** A spread in two figures. */
export function rough(value: number | null): string {
  if (value === null) return '–'
  return value === 0 || (value >= 1e-3 && value < 1e6) ? String(Number(value.toPrecision(2))) : inWords(value)
}

export const seedWords = (seeds: number): string => (seeds === 1 ? 'one seed' : `${seeds} seeds`)
