import type { Cell } from '../views/compare/csv.ts'
import { formatCount, formatLoss, formatNumber, formatShare } from './format.ts'
import type { HeatGrid } from './heat-grid.ts'
import { columnOf } from './metric-series.ts'
import type { MetricSeries } from './metric-series.ts'
import type { DecayCurve } from './decay-curve.ts'
import type { EpochRecord } from '../../shared/contract/experiment.ts'
import { evenPlaces } from './ticks.ts'
import { say } from '../messages.ts'

/** What a chart shows, as a table. The first cell of a row names it. Numbers stay numbers: a saved table has all their digits. */
export interface ChartTable {
  head: string[]
  rows: Cell[][]
  /** How a number is written on the screen; three figures unless told. */
  write?: (value: number, column: number) => string
}

/** A cell as it stands on the screen. */
export const cellText = (cell: Cell, column: number, { write }: Pick<ChartTable, 'write'>): string =>
  typeof cell === 'string' ? cell : cell === null ? '–' : (write ?? ((value) => formatNumber(value)))(cell, column)

/** Most rows and columns of a table on the screen: a longer run is sampled evenly. A saved table has them all. */
const limits = { rows: 200, columns: 12 }
const none = { rows: Infinity, columns: Infinity }

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
    head: [
      say.charts.epoch2,
      ...models.flatMap(({ name }) => [say.charts.training(name), say.charts.validation(name)]),
    ],
    rows: Array.from({ length: last }, (_, at) => [
      at + 1,
      ...models.flatMap(({ value }) => [value[at]?.[train] ?? null, value[at]?.[validation] ?? null]),
    ]),
    write: (value, column) => (column === 0 ? formatCount(value) : write(value)),
  }
}

/** One row per recorded step, sampled unless `all`; the columns as they are named in the metrics. */
export function columnTable(
  series: MetricSeries,
  columns: { column: string; title: string }[],
  all = false,
): ChartTable {
  const steps = columnOf(series, 'step') ?? new Float64Array()
  const values = columns.map(({ column }) => columnOf(series, column))
  return {
    head: [say.charts.step3, ...columns.map(({ title }) => title)],
    rows: evenPlaces(steps.length, (all ? none : limits).rows).map((row) => [
      steps[row],
      ...values.map((column) => column?.[row] ?? null),
    ]),
    write: stepsFirst,
  }
}

const stepsFirst = (value: number, column: number) => (column === 0 ? formatCount(value) : formatNumber(value))

/** One row per word, a column per step, sampled unless `all`. */
export function heatTable(grid: HeatGrid, all = false): ChartTable {
  const columns = evenPlaces(grid.columns, (all ? none : limits).columns)
  return {
    head: [say.charts.word2, ...columns.map((column) => say.charts.step(formatCount(grid.steps[column].to)))],
    rows: Array.from({ length: grid.rows }, (_, row) => [
      grid.firstPosition + row + 1,
      ...columns.map((column) => 10 ** grid.cells[row * grid.columns + column]),
    ]),
    write: (value, column) => (column === 0 ? String(value) : formatNumber(value, 2)),
  }
}

/** One row per distance from the last word. */
export function decayTable(models: Named<DecayCurve>[]): ChartTable {
  const distances = [...new Set(models.flatMap(({ value }) => value.points.map(({ x }) => x)))].sort((a, b) => a - b)
  return {
    head: [say.charts.wordsBeforeTheLast, ...models.map(({ name }) => name)],
    rows: distances.map((distance) => [
      distance,
      ...models.map(({ value }) => value.points.find(({ x }) => x === distance)?.y ?? null),
    ]),
    write: stepsFirst,
  }
}
