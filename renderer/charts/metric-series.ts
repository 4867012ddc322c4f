import type { MetricTable } from '../../shared/contract/metrics.ts'

/**
 * The recorded steps of one run, as they grow. Column by column, since charts read columns: of 100,000 steps with 90 columns
 * one is then read in a tenth of a millisecond, where a table of rows takes ten.
 * A series is replaced on every append, never changed, so that a shallow ref notices; the memory behind it is shared.
 */
export interface MetricSeries {
  readonly columns: readonly string[]
  readonly rows: number
  /** The values of each column; the first `rows` of them are filled. */
  readonly data: readonly Float64Array[]
}

export const emptySeries: MetricSeries = { columns: [], rows: 0, data: [] }

export const seriesOf = (table: MetricTable): MetricSeries => {
  const { columns } = table
  const rows = columns.length ? table.values.length / columns.length : 0
  const data = columns.map(() => new Float64Array(rows))
  writeRows(data, 0, table)
  return { columns, rows, data }
}

/** Writes the rows of a table into columns that have room for them, from row `from` on. */
function writeRows(data: readonly Float64Array[], from: number, { columns, values }: MetricTable): void {
  const width = columns.length
  for (let at = 0, row = from; at < values.length; at += width, row++)
    for (let column = 0; column < width; column++) data[column][row] = values[at + column]
}

/**
 * Adds recorded steps. Steps the table repeats (a run resumed from an earlier checkpoint) replace the old ones and all
 * that followed. Columns that only one side has are filled with NaN.
 */
export function appendTable(series: MetricSeries, table: MetricTable): MetricSeries {
  if (!table.columns.length || !table.values.length) return series
  if (!series.rows) return seriesOf(table)
  const { columns } = table
  const same = series.columns.length === columns.length && series.columns.every((name, at) => name === columns[at])
  if (!same) return appendOther(series, seriesOf(table))
  const kept = rowsBefore(series, table.values[columns.indexOf('step')])
  const rows = kept + table.values.length / columns.length
  const fits = series.data[0].length >= rows && kept === series.rows
  const data = fits ? series.data : series.data.map((column) => grown(column, kept, Math.max(1024, 2 * rows)))
  writeRows(data, kept, table)
  return { columns: series.columns, rows, data }
}

function grown(column: Float64Array, kept: number, room: number): Float64Array {
  const larger = new Float64Array(room)
  larger.set(column.subarray(0, kept))
  return larger
}

function appendOther(series: MetricSeries, added: MetricSeries): MetricSeries {
  const columns = [...new Set([...series.columns, ...added.columns])]
  const kept = rowsBefore(series, valueAt(added, 0, 'step'))
  const rows = kept + added.rows
  const data = columns.map((name) => {
    const column = new Float64Array(rows).fill(NaN)
    column.set(columnOf(series, name)?.subarray(0, kept) ?? [])
    column.set(columnOf(added, name) ?? [], kept)
    return column
  })
  return { columns, rows, data }
}

/** The value of a column in one row; NaN where the series has no such column or row. Negative rows count from the end. */
export function valueAt(series: MetricSeries, row: number, column: string): number {
  const at = series.columns.indexOf(column)
  const index = row < 0 ? series.rows + row : row
  return at < 0 || index < 0 || index >= series.rows ? NaN : series.data[at][index]
}

/** One column, not to be written to; null when the series has none of that name. */
export function columnOf(series: MetricSeries, name: string): Float64Array | null {
  const at = series.columns.indexOf(name)
  return at < 0 ? null : series.data[at].subarray(0, series.rows)
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
