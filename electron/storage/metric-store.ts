import type { MetricTable } from '../../shared/contract/metrics.ts'
import type { Database } from './database.ts'

interface Block {
  position: number
  first_step: number
  last_step: number
  columns: string
  data: Uint8Array
}

/** Recorded steps of runs, kept as the blocks in which they arrived. */
export function metricStore(database: Database) {
  const lastStep = (run: number): number =>
    database.get<{ last: number | null }>('SELECT max(last_step) AS last FROM metric_blocks WHERE run = ?', run)
      ?.last ?? -1
  const blocks = (run: number) =>
    database.all<Block>(
      'SELECT position, first_step, last_step, columns, data FROM metric_blocks WHERE run = ? ORDER BY position',
      run,
    )

  return {
    /** Appends the rows whose step comes after the last one that is there. `table` has a 'step' column that rises. */
    append(run: number, table: MetricTable): void {
      const after = lastStep(run)
      const rows = keepRows(table, (step) => step > after)
      if (rows.values.length === 0) return
      const steps = stepsOf(rows)
      database.run(
        `INSERT INTO metric_blocks (run, position, first_step, last_step, columns, data)
         SELECT ?, coalesce(max(position), 0) + 1, ?, ?, ?, ? FROM metric_blocks WHERE run = ?`,
        ...[run, steps[0], steps[steps.length - 1], JSON.stringify(rows.columns), bytesOf(rows.values), run],
      )
    },
    /** All blocks as one table; the columns are the union, what a block lacks is NaN. */
    read: (run: number): MetricTable => merge(blocks(run).map(tableOf)),
    columns: (run: number): string[] => [
      ...new Set(
        database
          .all<{ columns: string }>(
            'SELECT columns FROM metric_blocks WHERE run = ? GROUP BY columns ORDER BY min(position)',
            run,
          )
          .flatMap(({ columns }) => JSON.parse(columns) as string[]),
      ),
    ],
    lastStep,
    /** Drops what was recorded after that step; the block that holds it is cut. */
    dropAfter(run: number, step: number): void {
      for (const block of blocks(run).filter(({ last_step }) => last_step > step)) {
        database.run('DELETE FROM metric_blocks WHERE run = ? AND position = ?', run, block.position)
        const kept = keepRows(tableOf(block), (recorded) => recorded <= step)
        if (kept.values.length === 0) continue
        const steps = stepsOf(kept)
        database.run(
          'INSERT INTO metric_blocks (run, position, first_step, last_step, columns, data) VALUES (?, ?, ?, ?, ?, ?)',
          ...[run, block.position, steps[0], steps[steps.length - 1], block.columns, bytesOf(kept.values)],
        )
      }
    },
  }
}
export type MetricStore = ReturnType<typeof metricStore>

const bytesOf = (values: Float64Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

const tableOf = ({ columns, data }: Block): MetricTable => ({
  columns: JSON.parse(columns) as string[],
  // A copy: SQLite's bytes need not start at a multiple of eight.
  values: new Float64Array(data.slice().buffer),
})

function stepsOf({ columns, values }: MetricTable): number[] {
  const at = columns.indexOf('step')
  return Array.from({ length: values.length / columns.length }, (_, row) => values[row * columns.length + at])
}

function keepRows(table: MetricTable, keep: (step: number) => boolean): MetricTable {
  const width = table.columns.length
  const kept = stepsOf(table).flatMap((step, row) => (keep(step) ? [row] : []))
  const values = new Float64Array(kept.length * width)
  kept.forEach((row, n) => values.set(table.values.subarray(row * width, (row + 1) * width), n * width))
  return { columns: table.columns, values }
}

function merge(tables: readonly MetricTable[]): MetricTable {
  const columns = [...new Set(tables.flatMap((table) => table.columns))]
  const width = columns.length
  const rows = tables.reduce((sum, table) => sum + table.values.length / table.columns.length, 0)
  const values = new Float64Array(rows * width).fill(NaN)
  let row = 0
  for (const table of tables) {
    const places = table.columns.map((name) => columns.indexOf(name))
    for (let from = 0; from < table.values.length; from += places.length, row++)
      places.forEach((place, column) => (values[row * width + place] = table.values[from + column]))
  }
  return { columns, values }
}
