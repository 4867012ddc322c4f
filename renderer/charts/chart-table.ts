import { formatCount, formatLoss, formatNumber, formatShare } from './format.ts'
import type { HeatGrid } from './heat-grid.ts'
import { columnOf } from './metric-series.ts'
import type { MetricSeries } from './metric-series.ts'
import type { DecayCurve } from './decay-curve.ts'
import type { EpochRecord } from '../../shared/contract/experiment.ts'
import { evenPlaces } from './ticks.ts'

/** What a chart shows, as a table. The first cell of a row names it. */
export interface ChartTable {
  head: string[]
  rows: string[][]
}

/** Most rows and columns of such a table: a longer run is sampled evenly. */
const limits = { rows: 200, columns: 12 }

interface Named<T> {
  name: string
  value: T
}

/** One row per epoch; per model its training and validation value. */
export function epochTable(models: Named<readonly EpochRecord[]>[], kind: 'loss' | 'accuracy'): ChartTable {
  const last = Math.max(0, ...models.map(({ value }) => value.length))
  const write = kind === 'loss' ? formatLoss : formatShare
  const [train, validation] =
    kind === 'loss' ? (['trainLoss', 'validationLoss'] as const) : (['trainAccuracy', 'validationAccuracy'] as const)
  return {
    head: ['Epoch', ...models.flatMap(({ name }) => [`${name}, training`, `${name}, validation`])],
    rows: Array.from({ length: last }, (_, at) => [
      String(at + 1),
      ...models.flatMap(({ value }) => [write(value[at]?.[train]), write(value[at]?.[validation])]),
    ]),
  }
}

/** One row per recorded step, sampled; the columns as they are named in the metrics. */
export function columnTable(series: MetricSeries, columns: { column: string; title: string }[]): ChartTable {
  const steps = columnOf(series, 'step') ?? new Float64Array()
  const values = columns.map(({ column }) => columnOf(series, column))
  return {
    head: ['Step', ...columns.map(({ title }) => title)],
    rows: evenPlaces(steps.length, limits.rows).map((row) => [
      formatCount(steps[row]),
      ...values.map((column) => formatNumber(column?.[row])),
    ]),
  }
}

/** One row per word, a column per (sampled) step. */
export function heatTable(grid: HeatGrid): ChartTable {
  const columns = evenPlaces(grid.columns, limits.columns)
  return {
    head: ['Word', ...columns.map((column) => `step ${formatCount(grid.steps[column].to)}`)],
    rows: Array.from({ length: grid.rows }, (_, row) => [
      String(grid.firstPosition + row + 1),
      ...columns.map((column) => formatNumber(10 ** grid.cells[row * grid.columns + column], 2)),
    ]),
  }
}

/** One row per distance from the last word. */
export function decayTable(models: Named<DecayCurve>[]): ChartTable {
  const distances = [...new Set(models.flatMap(({ value }) => value.points.map(({ x }) => x)))].sort((a, b) => a - b)
  return {
    head: ['Words before the last', ...models.map(({ name }) => name)],
    rows: distances.map((distance) => [
      String(distance),
      ...models.map(({ value }) => formatNumber(value.points.find(({ x }) => x === distance)?.y)),
    ]),
  }
}
