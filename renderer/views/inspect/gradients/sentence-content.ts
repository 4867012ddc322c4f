import { faded } from '../../../charts/contents.ts'
import type { ChartTable } from '../../../charts/chart-table.ts'
import { formatNumber } from '../../../charts/format.ts'
import type { Line, LineContent, Mark } from '../../../charts/line-content.ts'
import type { Point } from '../../../charts/points.ts'
import type { ChartTheme } from '../../../charts/theme.ts'
import type { SentenceGradients } from './gradient-questions.ts'
import { say } from '../../../messages.ts'

/** What the charts of one sentence draw: as trained, and with the recurrent matrix rescaled where it is. */
export interface SentenceView {
  trained: SentenceGradients
  /** The same object while nothing is rescaled. */
  now: SentenceGradients
  /** In the order of reading. */
  words: readonly string[]
  colour: string
}

const dashed = [5, 3]
const xLabel = say.gradients.wordInTheOrderOfReading
const pointsOf = (values: readonly number[]): Point[] =>
  values.map((y, x) => ({ x, y })).filter(({ y }) => Number.isFinite(y) && y > 0)

/** The words as names of places: a category axis takes the same name twice for the same place. */
export const placeNames = (words: readonly string[]): string[] => {
  const seen = new Map<string, number>()
  return words.map((word) => {
    const times = (seen.get(word) ?? 0) + 1
    seen.set(word, times)
    return times === 1 ? word : `${word} (${times})`
  })
}

/** Lines of what is measured now, and thin dashed ones of the trained model where they differ. */
function measured(
  { trained, now, colour }: SentenceView,
  parts: {
    id: string
    label: string
    of: (one: SentenceGradients) => readonly number[] | null
    colour?: string
    mark?: Line['mark']
  }[],
): Line[] {
  return parts.flatMap(({ id, label, of, colour: own = colour, mark = 'circle' }): Line[] => {
    const values = of(now)
    if (!values) return []
    const line: Line = {
      id,
      label,
      points: pointsOf(values),
      colour: own,
      mark: values.length > 40 ? undefined : mark,
    }
    if (now === trained) return [line]
    const before: Line = {
      ...{ id: `${id} trained`, label: say.gradients.asTrained2(label), points: pointsOf(of(trained) ?? []) },
      ...{ colour: faded(own), width: 1.5, dash: dashed, order: 2 },
    }
    return [{ ...line, label: `${label}, U × ${formatNumber(now.factor)}` }, before]
  })
}

/** ‖∂L/∂h_t‖ of every word: what the backward pass brings to it. */
export const gradientContent = (view: SentenceView, theme: ChartTheme): LineContent => ({
  lines: measured(view, [
    { id: 'h', label: '‖∂L/∂h‖', of: ({ h }) => h },
    { id: 'c', label: '‖∂L/∂c‖', of: ({ c }) => c, colour: theme.muted, mark: 'rect' },
  ]),
  labels: placeNames(view.words),
  ...{ xLabel, yLabel: say.gradients.gradientNatsPerUnit, yScale: 'logarithmic' },
  formatY: (y) => formatNumber(y),
})

/** g_k / g_(k+1): what one step back leaves of the gradient; the last word has no step after it. */
export const ratiosOf = ({ h }: Pick<SentenceGradients, 'h'>): number[] =>
  h.slice(0, -1).map((g, k) => (h[k + 1] > 0 ? g / h[k + 1] : NaN))

/** Geometric mean of the ratios, of those that are above zero. */
export function perWordOf(one: Pick<SentenceGradients, 'h'>): number | null {
  const logs = ratiosOf(one)
    .filter((ratio) => ratio > 0 && Number.isFinite(ratio))
    .map(Math.log)
  return logs.length ? Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length) : null
}

export function ratioContent(view: SentenceView): LineContent {
  const kept: Mark = { id: 'kept', axis: 'y', value: 1, label: say.gradients.keptWhole, at: 0.99, above: true }
  return {
    lines: measured(view, [{ id: 'ratio', label: say.gradients.keptPerStep, of: ratiosOf }]),
    marks: [kept],
    labels: placeNames(view.words).slice(0, -1),
    ...{ xLabel, yLabel: say.gradients.gradientHereOneWordLater, yMin: 0, yReach: 1.1 },
    formatY: (y) => formatNumber(y),
  }
}

/** ‖∂h_T/∂h_t‖ beside what the recurrent matrix alone says. Bounds are thin and grey: they accuse nobody. */
export function memoryContent(view: SentenceView, theme: ChartTheme): LineContent {
  const { now } = view
  const last = now.h.length - 1
  const bound = (id: string, label: string, values: readonly number[], dash: number[]): Line => ({
    ...{ id, label, points: pointsOf(values), colour: theme.muted, width: 1.25, dash, order: 3 },
  })
  const { bounds } = now
  // Any of them may be the colour of the model itself.
  const [ofCell, ofGates] = [theme.models[4], theme.models[2], theme.models[1]].filter((one) => one !== view.colour)
  return {
    lines: [
      ...measured(view, [
        { id: 'jacobian', label: '‖∂h_T/∂h_t‖', of: ({ toEnd }) => toEnd?.h ?? null },
        { id: 'cell', label: '‖∂h_T/∂c_t‖', of: ({ toEnd }) => toEnd?.c ?? null, colour: ofCell, mark: 'rect' },
        {
          id: 'kept',
          label: say.gradients.keptByTheGatesMean,
          of: ({ kept }) => kept,
          colour: ofGates,
          mark: 'triangle',
        },
      ]),
      ...(bounds
        ? [
            bound(
              'upper',
              say.gradients.neverExceeded,
              now.h.map((_, t) => bounds.upper[last - t]),
              [8, 4],
            ),
            bound('own', say.gradients.boundOfThisSentence, bounds.ofSentence, [3, 3]),
            bound(
              'linear',
              say.gradients.theLinearNet,
              now.h.map((_, t) => bounds.linear[last - t]),
              [1, 3],
            ),
          ]
        : []),
    ],
    labels: placeNames(view.words),
    ...{ xLabel, yLabel: say.gradients.changeOfHTPerChange, yScale: 'logarithmic' },
    formatY: (y) => formatNumber(y),
  }
}

/** A row per word, a column per line. */
export function lineTable({ lines, labels = [] }: LineContent): ChartTable {
  const columns = lines.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])))
  return {
    head: [say.gradients.word, ...lines.map(({ label }) => label)],
    rows: labels.map((label, x) => [label, ...columns.map((column) => column.get(x) ?? null)]),
  }
}
