import { formatNumber, formatShare, shareTick } from '../../../charts/format.ts'
import type { LineContent } from '../../../charts/line-content.ts'
import type { LayerMemory, Reading } from './asking/model-questions.ts'
import type { ShownModel } from './shown-models.ts'

/** gates: product of the keeping gates. gradient: how much the end still depends on the state after the word. */
export type Measure = 'gates' | 'gradient'

/** What one model has left of every word, and why there is nothing to say where there is not. */
export interface MemoryRow {
  model: ShownModel
  memory: LayerMemory | null
  /** By word; null where the measure does not exist for this model. */
  left: readonly number[] | null
  reason: string | null
}

/** Most layers of any of the models; 0 where none has a state. */
export const layersOf = (readings: Iterable<Reading>): number =>
  Math.max(0, ...[...readings].flatMap(({ memory }) => memory.map(({ layer }) => layer)))

/** Of a word of which less is left the units say nothing: their curve lies on the axis. */
const ENOUGH_LEFT = 0.1

/** The earliest word of which some model still has a tenth: what is looked at before one is chosen. 0 where there is none. */
export function tellingWord(rows: readonly Pick<MemoryRow, 'left'>[]): number {
  const kept = rows.flatMap(({ left }) => (left ? [left.findIndex((share) => share >= ENOUGH_LEFT)] : []))
  const found = kept.filter((at) => at >= 0)
  return found.length ? Math.min(...found) : 0
}

/** A row per model and direction. A model with fewer layers is shown with its last one. */
export function memoryRows(
  models: readonly ShownModel[],
  readings: ReadonlyMap<string, Reading>,
  { measure, layer }: { measure: Measure; layer: number },
): MemoryRow[] {
  return models.flatMap((model): MemoryRow[] => {
    const reading = readings.get(model.id)
    if (!reading) return []
    if (!reading.memory.length)
      return [
        { model, memory: null, left: null, reason: 'Reads all words at once: it has no state that could forget.' },
      ]
    const last = layersOf([reading])
    return reading.memory
      .filter((one) => one.layer === Math.min(layer, last))
      .map((memory) => ({ model, memory, ...leftOf(memory, measure) }))
  })
}

function leftOf({ left, dependence, direction }: LayerMemory, measure: Measure): Pick<MemoryRow, 'left' | 'reason'> {
  if (measure === 'gates')
    return left
      ? { left: left.map(mean), reason: null }
      : {
          left: null,
          reason:
            'An RNN has no gate that keeps: all of its state is computed anew at every word. See “by the gradient”.',
        }
  const end = dependence?.at(direction === 'forward' ? -1 : 0)
  if (!dependence || !end) return { left: null, reason: 'This layer is too wide to work out ∂h_T/∂h_t while you type.' }
  return { left: dependence.map((norm) => norm / end), reason: null }
}

export const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length

/** A share of memory: 12 %, 0.3 %, < 0.1 %; a gradient may grow: 340 %. */
export function shareWords(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %'
  return formatShare(share, share < 0.0995 ? 1 : 0)
}

/** '12 % of “not” is left', or how much the end depends on it. */
export const leftWords = (share: number, word: string, measure: Measure = 'gates'): string =>
  measure === 'gates'
    ? `${shareWords(share)} of “${word}” is left`
    : `the end depends on “${word}” ${shareWords(share)} as much as on the last word`

/** Half-lives of a layer's units: the middle one and the longest, in words of this sentence. */
export function halfLifeWords(halfLives: readonly number[]): string | null {
  if (!halfLives.length) return null
  const sorted = halfLives.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  return `half-life ${inWords(middle)} in the middle unit, ${inWords(sorted[sorted.length - 1])} in the slowest`
}

const inWords = (life: number): string => {
  if (life === Infinity || life > 1000) return 'over 1,000 words'
  const shown = life >= 10 ? Math.round(life).toString() : formatNumber(life, 2)
  return `${shown} ${shown === '1' ? 'word' : 'words'}`
}

/** The course over the sentence, all models over each other. */
export function memoryLines(rows: readonly MemoryRow[], names: string[], measure: Measure): LineContent {
  return {
    labels: names,
    lines: rows.flatMap((row) =>
      row.left
        ? [
            {
              id: rowKey(row),
              label: rowName(row),
              points: row.left.map((y, x) => ({ x, y })),
              colour: row.model.look.colour,
              mark: row.model.look.mark,
              dash: row.memory?.direction === 'reverse' ? [6, 3] : undefined,
            },
          ]
        : [],
    ),
    marks: [{ id: 'half', axis: 'y', value: 0.5, label: 'half', at: 0.01 }],
    xLabel: 'word of the sentence',
    yLabel: measure === 'gates' ? 'share left at the end' : 'relative to the last word',
    yMin: 0,
    ...(measure === 'gates' && { yMax: 1 }),
    formatY: shareWords,
    formatTick: shareTick,
  }
}

/** What every unit kept of one word, from the unit that kept most to the one that kept least. */
export function unitLines(rows: readonly MemoryRow[], word: number): LineContent {
  return {
    lines: rows.flatMap((row) => {
      const units = row.memory?.left?.[word]
      if (!units) return []
      const sorted = [...units].sort((a, b) => b - a)
      return [
        {
          id: rowKey(row),
          label: rowName(row),
          points: sorted.map((y, at) => ({ x: at + 1, y })),
          colour: row.model.look.colour,
          mark: sorted.length > 64 ? undefined : row.model.look.mark,
          dash: row.memory?.direction === 'reverse' ? [6, 3] : undefined,
        },
      ]
    }),
    xLabel: 'units, the one that keeps most first',
    yLabel: 'share left at the end',
    yMin: 0,
    yMax: 1,
    formatX: (x) => `unit ${x} by rank`,
    formatY: shareWords,
    formatTick: shareTick,
  }
}

export const rowKey = ({ model, memory }: MemoryRow): string => `${model.id} ${memory?.direction ?? ''}`
export const rowName = ({ model, memory }: MemoryRow): string =>
  memory?.direction === 'reverse' ? `${model.name}, backwards` : model.name

/** The meter in words, of one word or of the first. */
export function summariseMemory(
  rows: readonly MemoryRow[],
  names: readonly string[],
  { word, measure }: { word: number; measure: Measure },
): string {
  const sentences = rows.map((row) =>
    row.left
      ? `${rowName(row)}: ${leftWords(row.left[word], names[word], measure)}.`
      : `${rowName(row)}: ${row.reason}`,
  )
  return sentences.join(' ') || 'No model has read a sentence yet.'
}

/** 'half of its units keep more than 40 %' for one word of one model. */
export function spreadWords({ memory }: MemoryRow, word: number): string | null {
  const units = memory?.left?.[word]
  if (!units?.length) return null
  const sorted = units.toSorted((a, b) => b - a)
  const kept = sorted.filter((share) => share >= 0.5).length
  return `${kept} of ${sorted.length} units keep half or more; the best ${shareWords(sorted[0])}, the middle one ${shareWords(sorted[Math.floor(sorted.length / 2)])}`
}
