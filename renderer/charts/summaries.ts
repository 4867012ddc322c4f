import type { EpochRecord } from '../../shared/contract/experiment.ts'
import { halfLifeWords } from './decay-curve.ts'
import type { DecayCurve } from './decay-curve.ts'
import { formatCount, formatLoss, formatNumber, formatShare } from './format.ts'
import type { HeatGrid } from './heat-grid.ts'
import { columnOf } from './metric-series.ts'
import type { MetricSeries } from './metric-series.ts'
import type { Point } from './points.ts'

/** Sentences that say in words what a chart shows, for screen readers and for whoever prefers words. */

interface Named<T> {
  name: string
  value: T
}

const join = (sentences: string[], empty: string) => (sentences.length ? sentences.join(' ') : empty)
const words = (count: string) => (count === '1' ? 'one word' : `${count} words`)

export function summariseLoss(models: Named<{ epochs: readonly EpochRecord[]; points: readonly Point[] }>[]): string {
  return join(
    models.flatMap(({ name, value: { epochs, points } }) => {
      if (epochs.length) return [`${name}: validation loss ${trend(epochs, 'validationLoss', formatLoss, 'lowest')}.`]
      if (!points.length) return []
      return [`${name}: training loss ${fromTo(points[0].y, points[points.length - 1].y, formatLoss)}.`]
    }),
    'No loss has been recorded yet.',
  )
}

export function summariseAccuracy(models: Named<readonly EpochRecord[]>[], chance: number | null): string {
  const sentences = models
    .filter(({ value }) => value.length)
    .map(
      ({ name, value }) =>
        `${name}: validation accuracy ${trend(value, 'validationAccuracy', formatShare, 'highest')}.`,
    )
  if (sentences.length && chance !== null)
    sentences.push(`Always guessing the most frequent class would reach ${formatShare(chance)}.`)
  return join(sentences, 'No epoch has ended yet.')
}

/** "fell from 0.690 to 0.310 in 8 epochs, lowest (0.290) at epoch 6" */
function trend(
  epochs: readonly EpochRecord[],
  value: 'validationLoss' | 'validationAccuracy',
  format: (value: number) => string,
  extreme: 'lowest' | 'highest',
): string {
  const best = epochs.reduce((a, b) => ((extreme === 'lowest' ? b[value] < a[value] : b[value] > a[value]) ? b : a))
  if (epochs.length === 1) return `is ${format(best[value])} after the first epoch`
  const change = fromTo(epochs[0][value], epochs[epochs.length - 1][value], format)
  return `${change} in ${epochs.length} epochs, ${extreme} (${format(best[value])}) at epoch ${best.epoch}`
}

function fromTo(first: number, last: number, format: (value: number) => string): string {
  if (format(first) === format(last)) return `stayed at ${format(last)}`
  return `${last < first ? 'fell' : 'rose'} from ${format(first)} to ${format(last)}`
}

/** @param clipNorm the limit that was set, null for none */
export function summariseNorm(name: string, series: MetricSeries, clipNorm: number | null): string {
  const norms = (columnOf(series, 'norm') ?? new Float64Array()).filter(Number.isFinite)
  if (!norms.length) return 'No gradient norm has been recorded yet.'
  const sorted = norms.slice().sort()
  const range = `${name}: over ${formatCount(norms.length)} recorded steps the gradient norm lay between ${formatNumber(sorted[0])} and ${formatNumber(sorted[sorted.length - 1])}, half of the time below ${formatNumber(sorted[Math.floor(sorted.length / 2)])}.`
  if (clipNorm === null) return `${range} Clipping is off.`
  return `${range} ${formatShare(norms.filter((norm) => norm > clipNorm).length / norms.length)} of them were clipped to ${formatNumber(clipNorm)}.`
}

export function summariseParameterNorms(name: string, series: MetricSeries): string {
  const latest = series.columns
    .filter((column) => column.startsWith('parameter:'))
    .flatMap((column) => {
      const norm = columnOf(series, column)?.findLast(Number.isFinite)
      return norm === undefined ? [] : [{ parameter: column.slice(10), norm }]
    })
    .sort((a, b) => b.norm - a.norm)
  if (!latest.length) return 'No parameter norms have been recorded yet.'
  const [largest, smallest] = [latest[0], latest[latest.length - 1]]
  return `${name}: on the latest recorded step ${largest.parameter} has the largest gradient (${formatNumber(largest.norm)}) and ${smallest.parameter} the smallest (${formatNumber(smallest.norm)}) of ${latest.length} parameters.`
}

export function summariseHeat(name: string, grid: HeatGrid | null): string {
  if (!grid) return 'No gradients per word have been recorded yet.'
  const column = grid.columns - 1
  const shown = Array.from({ length: grid.rows }, (_, row) => row).filter(
    (row) => !Number.isNaN(grid.cells[row * grid.columns + column]),
  )
  if (shown.length < 2) return `${name}: sentences of the latest step have only one word.`
  const norm = (row: number) => 10 ** grid.cells[row * grid.columns + column]
  const [first, last] = [shown[0], shown[shown.length - 1]]
  return `${name}: at step ${formatCount(grid.steps[column].to)} the gradient norm is ${formatNumber(norm(first))} at word ${grid.firstPosition + first + 1} and ${formatNumber(norm(last))} at word ${grid.firstPosition + last + 1}.`
}

export function summariseDecay(models: Named<DecayCurve | null>[]): string {
  return join(
    models.flatMap(({ name, value: curve }) => {
      if (!curve || curve.points.length < 2) return []
      const far = curve.points[curve.points.length - 1]
      return [
        `${name}: ${words(String(far.x))} before the last one, which only the longest sentences have, the gradient is ${formatNumber(far.y, 2)} times that at the last word of all (root mean square over sentences); ${halfLifeWords(curve)}.`,
      ]
    }),
    'No decay has been measured yet.',
  )
}
