import { defaultModel } from '../contract/spec.ts'
import { inWords } from '../engine/gradients/numbers-in-words.ts'
import { labCellNames } from './net/lab-cells.ts'
import type { LabSpec } from './spec.ts'
import { english } from './speech.ts'
import type { LabSpeech } from './speech.ts'

/** What people call a series: the name of a cell, of a padding, of a run. */
export function seriesName(
  spec: LabSpec,
  series: string,
  names: Readonly<Record<string, string>>,
  { say }: LabSpeech = english,
): string {
  if (names[series]) return names[series]
  const known: Record<string, string> =
    spec.lab === 'padding' ? say.labs.paddings : spec.lab === 'order' ? models : labCellNames
  return known[series] ?? series
}
const models: Record<string, string> = Object.fromEntries(
  (['ann-mean', 'ann', 'rnn', 'lstm', 'gru'] as const).map((cell) => [cell, defaultModel(cell).name]),
)

type Written = (value: number | null) => string

/** Numbers as findings tell them, in one language. */
export function numbersIn({ format }: LabSpeech): Record<'percent' | 'factor' | 'rough', Written> {
  const figures =
    (count: number): Written =>
    (value) => {
      if (value === null) return '–'
      const size = Math.abs(value)
      const plain = size === 0 || (size >= 1e-3 && size < 1e6)
      return format.digits(plain ? String(Number(value.toPrecision(count))) : inWords(value))
    }
  return {
    /** 50.1 %, 100 %, with a no-break space. */
    percent: (value) => (value === null ? '–' : `${format.decimal(100 * value, 1)}\u00a0%`),
    /** Three figures, or a power of ten: 0.312, 24, 2.1·10⁻⁶. */
    factor: figures(3),
    /** A spread in two figures. */
    rough: figures(2),
  }
}
