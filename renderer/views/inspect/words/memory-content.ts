import { formatNumber, formatShare, shareTick } from '../../../charts/format.ts'
import type { LineContent } from '../../../charts/line-content.ts'
import type { LayerMemory, Reading } from './asking/model-questions.ts'
import type { ShownModel } from './shown-models.ts'
import { say } from '../../../messages.ts'

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
      return [{ model, memory: null, left: null, reason: say.wordsPage.readsAllWordsAtOnceIt }]
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
          reason: say.wordsPage.anRnnHasNoGateThat,
        }
  const end = dependence?.at(direction === 'forward' ? -1 : 0)
  if (!dependence || !end) return { left: null, reason: say.wordsPage.thisLayerIsTooWideTo }
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
    ? say.wordsPage.ofIsLeft(shareWords(share), word)
    : say.wordsPage.theEndDependsOnAsMuch(word, shareWords(share))

/** Half-lives of a layer's units: the middle one and the longest, in words of this sentence. */
export function halfLifeWords(halfLives: readonly number[]): string | null {
  if (!halfLives.length) return null
  const sorted = halfLives.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  return say.wordsPage.halfLifeInTheMiddleUnit(inWords(middle), inWords(sorted[sorted.length - 1]))
}

const inWords = (life: number): string => {
  if (life === Infinity || life > 1000) return say.wordsPage.overWords
  const shown = life >= 10 ? Math.round(life).toString() : formatNumber(life, 2)
  return shown === '1' ? say.wordsPage.oneWord : say.wordsPage.manyWords(shown)
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
    xLabel: say.wordsPage.wordOfTheSentence,
    yLabel: measure === 'gates' ? say.wordsPage.shareLeftAtTheEnd : say.wordsPage.relativeToTheLastWord,
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
    xLabel: say.wordsPage.unitsTheOneThatKeepsMost,
    yLabel: say.wordsPage.shareLeftAtTheEnd,
    yMin: 0,
    yMax: 1,
    formatX: (x) => say.wordsPage.unitByRank2(x),
    formatY: shareWords,
    formatTick: shareTick,
  }
}

export const rowKey = ({ model, memory }: MemoryRow): string => `${model.id} ${memory?.direction ?? ''}`
export const rowName = ({ model, memory }: MemoryRow): string =>
  memory?.direction === 'reverse' ? say.wordsPage.backwards(model.name) : model.name

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
  return sentences.join(' ') || say.wordsPage.noModelHasReadASentence
}

/** 'half of its units keep more than 40 %' for one word of one model. */
export function spreadWords({ memory }: MemoryRow, word: number): string | null {
  const units = memory?.left?.[word]
  if (!units?.length) return null
  const sorted = units.toSorted((a, b) => b - a)
  const kept = sorted.filter((share) => share >= 0.5).length
  return say.wordsPage.ofUnitsKeepHalfOrMore(
    kept,
    sorted.length,
    shareWords(sorted[0]),
    shareWords(sorted[Math.floor(sorted.length / 2)]),
  )
}
