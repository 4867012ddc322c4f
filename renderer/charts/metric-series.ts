import type { MetricTable } from '../../shared/contract/metrics.ts'

/**
 * The recorded steps of one run, as they grow: a metric table whose memory may be larger than what is filled.
 * A series is replaced on every append, never changed, so that a shallow ref notices; the memory behind it is shared.
 */
export interface MetricSeries {
  readonly columns: readonly string[]
  readonly rows: number
  /** Row-major, filled up to rows × columns. */
  readonly values: Float64Array
}

export const emptySeries: MetricSeries = { columns: [], rows: 0, values: new Float64Array(0) }

export const seriesOf = ({ columns, values }: MetricTable): MetricSeries => ({
  columns,
  rows: columns.length ? values.length / columns.length : 0,
  values,
})

/**
 * Adds recorded steps. Steps the table repeats (a run resumed from an earlier checkpoint) replace the old ones and all
 * that followed. Columns that only one side has are filled with NaN.
 */
export function appendTable(series: MetricSeries, table: MetricTable): MetricSeries {
  const added = seriesOf(table)
  if (!added.rows) return series
  if (!series.rows) return added
  const same =
    series.columns.length === table.columns.length && series.columns.every((name, at) => name === table.columns[at])
  const columns = same ? series.columns : [...new Set([...series.columns, ...table.columns])]
  const kept = rowsBefore(series, valueAt(added, 0, 'step'))
  const rows = kept + added.rows
  if (same) {
    const width = columns.length
    const fits = series.values.length >= rows * width && kept === series.rows
    const values = fits ? series.values : new Float64Array(Math.max(1024, rows * 2) * width)
    if (!fits) values.set(series.values.subarray(0, kept * width))
    values.set(added.values.subarray(0, added.rows * width), kept * width)
    return { columns, rows, values }
  }
  const values = new Float64Array(rows * columns.length).fill(NaN)
  const write = (from: MetricSeries, count: number, offset: number) =>
    from.columns.forEach((name, at) => {
      const to = columns.indexOf(name)
      for (let row = 0; row < count; row++)
        values[(offset + row) * columns.length + to] = from.values[row * from.columns.length + at]
    })
  write(series, kept, 0)
  write(added, added.rows, kept)
  return { columns, rows, values }
}

/** The value of a column in one row; NaN where the series has no such column or row. Negative rows count from the end. */
export function valueAt(series: MetricSeries, row: number, column: string): number {
  const at = series.columns.indexOf(column)
  const index = row < 0 ? series.rows + row : row
  return at < 0 || index < 0 || index >= series.rows ? NaN : series.values[index * series.columns.length + at]
}

/** A copy of one column, or null when the series has none of that name. */
export function columnOf(series: MetricSeries, name: string): Float64Array | null {
  const at = series.columns.indexOf(name)
  if (at < 0) return null
  const column = new Float64Array(series.rows)
  for (let row = 0; row < series.rows; row++) column[row] = series.values[row * series.columns.length + at]
  return column
}

/** The columns 'PREFIX:0', 'PREFIX:1', … in the order of their number, with where they stand. */
export function numberedColumns(series: MetricSeries, prefix: string): { number: number; at: number }[] {
  const wanted = new RegExp(`^${prefix}:(\\d+)$`)
  return series.columns
    .flatMap((name, at) => {
      const match = wanted.exec(name)
      return match ? [{ number: Number(match[1]), at }] : []
    })
    .sort((a, b) => a.number - b.number)
}

/** How many rows lie before a step: steps grow from row to row. */
function rowsBefore(series: MetricSeries, step: number): number {
  let rows = series.rows
  while (rows > 0 && !(valueAt(series, rows - 1, 'step') < step)) rows--
  return rows
}
