import type { EpochRecord } from '../../shared/contract/experiment.ts'
import { halfLifeWords } from './decay-curve.ts'
import type { DecayCurve } from './decay-curve.ts'
import { formatCount, formatLoss, formatNumber, formatShare } from './format.ts'
import type { HeatGrid } from './heat-grid.ts'
import { columnOf } from './metric-series.ts'
import type { MetricSeries } from './metric-series.ts'
import type { Point } from './points.ts'
import { say } from '../messages.ts'

/** Sentences that say in words what a chart shows, for screen readers and for whoever prefers words. */

interface Named<T> {
  name: string
  value: T
}

const join = (sentences: string[], empty: string) => (sentences.length ? sentences.join(' ') : empty)
const words = (count: string) => (count === '1' ? say.charts.oneWord : say.charts.words2(count))

export function summariseLoss(models: Named<{ epochs: readonly EpochRecord[]; points: readonly Point[] }>[]): string {
  return join(
    models.flatMap(({ name, value: { epochs, points } }) => {
      if (epochs.length) return [say.charts.validationLoss(name, trend(epochs, 'validationLoss', formatLoss, 'lowest'))]
      if (!points.length) return []
      return [say.charts.trainingLoss(name, fromTo(points[0].y, points[points.length - 1].y, formatLoss))]
    }),
    say.charts.noLossHasBeenRecordedYet,
  )
}

export function summariseAccuracy(models: Named<readonly EpochRecord[]>[], chance: number | null): string {
  const sentences = models
    .filter(({ value }) => value.length)
    .map(({ name, value }) =>
      say.charts.validationAccuracy(name, trend(value, 'validationAccuracy', formatShare, 'highest')),
    )
  if (sentences.length && chance !== null)
    sentences.push(say.charts.alwaysGuessingTheMostFrequentClass(formatShare(chance)))
  return join(sentences, say.charts.noEpochHasEndedYet)
}

/** "fell from 0.690 to 0.310 in 8 epochs, lowest (0.290) at epoch 6" */
function trend(
  epochs: readonly EpochRecord[],
  value: 'validationLoss' | 'validationAccuracy',
  format: (value: number) => string,
  extreme: 'lowest' | 'highest',
): string {
  const best = epochs.reduce((a, b) => ((extreme === 'lowest' ? b[value] < a[value] : b[value] > a[value]) ? b : a))
  if (epochs.length === 1) return say.charts.isAfterTheFirstEpoch(format(best[value]))
  const change = fromTo(epochs[0][value], epochs[epochs.length - 1][value], format)
  const worded = extreme === 'lowest' ? say.charts.lowestAtEpoch : say.charts.highestAtEpoch
  return worded(change, epochs.length, format(best[value]), best.epoch)
}

function fromTo(first: number, last: number, format: (value: number) => string): string {
  if (format(first) === format(last)) return say.charts.stayedAt(format(last))
  return (last < first ? say.charts.fellFromTo : say.charts.roseFromTo)(format(first), format(last))
}

/** @param clipNorm the limit that was set, null for none */
export function summariseNorm(name: string, series: MetricSeries, clipNorm: number | null): string {
  const norms = (columnOf(series, 'norm') ?? new Float64Array()).filter(Number.isFinite)
  if (!norms.length) return say.charts.noGradientNormHasBeenRecorded
  const sorted = norms.slice().sort()
  const range = say.charts.overRecordedStepsTheGradientNorm(
    name,
    formatCount(norms.length),
    formatNumber(sorted[0]),
    formatNumber(sorted[sorted.length - 1]),
    formatNumber(sorted[Math.floor(sorted.length / 2)]),
  )
  if (clipNorm === null) return say.charts.clippingIsOff(range)
  return say.charts.ofThemWereClippedTo(
    range,
    formatShare(norms.filter((norm) => norm > clipNorm).length / norms.length),
    formatNumber(clipNorm),
  )
}

export function summariseParameterNorms(name: string, series: MetricSeries): string {
  const latest = series.columns
    .filter((column) => column.startsWith('parameter:'))
    .flatMap((column) => {
      const norm = columnOf(series, column)?.findLast(Number.isFinite)
      return norm === undefined ? [] : [{ parameter: column.slice(10), norm }]
    })
    .sort((a, b) => b.norm - a.norm)
  if (!latest.length) return say.charts.noParameterNormsHaveBeenRecorded
  const [largest, smallest] = [latest[0], latest[latest.length - 1]]
  return say.charts.onTheLatestRecordedStepHas(
    name,
    largest.parameter,
    formatNumber(largest.norm),
    smallest.parameter,
    formatNumber(smallest.norm),
    latest.length,
  )
}

export function summariseHeat(name: string, grid: HeatGrid | null): string {
  if (!grid) return say.charts.noGradientsPerWordHaveBeen
  const column = grid.columns - 1
  const shown = Array.from({ length: grid.rows }, (_, row) => row).filter(
    (row) => !Number.isNaN(grid.cells[row * grid.columns + column]),
  )
  if (shown.length < 2) return say.charts.sentencesOfTheLatestStepHave(name)
  const norm = (row: number) => 10 ** grid.cells[row * grid.columns + column]
  const [first, last] = [shown[0], shown[shown.length - 1]]
  return say.charts.atStepTheGradientNormIs(
    name,
    formatCount(grid.steps[column].to),
    formatNumber(norm(first)),
    grid.firstPosition + first + 1,
    formatNumber(norm(last)),
    grid.firstPosition + last + 1,
  )
}

export function summariseDecay(models: Named<DecayCurve | null>[]): string {
  return join(
    models.flatMap(({ name, value: curve }) => {
      if (!curve || curve.points.length < 2) return []
      const far = curve.points[curve.points.length - 1]
      return [
        say.charts.beforeTheLastOneWhichOnly(name, words(String(far.x)), formatNumber(far.y, 2), halfLifeWords(curve)),
      ]
    }),
    say.charts.noDecayHasBeenMeasuredYet,
  )
}
