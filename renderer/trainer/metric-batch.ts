import type { MetricTable } from '../../shared/contract/metrics.ts'
import type { TrainingProgress } from '../../shared/engine/training/training-types.ts'

export interface Batch {
  table: MetricTable
  progress: TrainingProgress
}

/**
 * Gathers recorded steps and hands them on at most once per `milliseconds`: to the page, where ten messages a second are
 * enough for a moving chart, and to the disk. Rows keep their order. `now` and `later` are the clock (for tests).
 */
export class MetricBatch {
  private readonly send: (batch: Batch) => void
  private readonly milliseconds: number
  private readonly clock: { now(): number; later(run: () => void, milliseconds: number): () => void }
  private tables: MetricTable[] = []
  private progress: TrainingProgress | null = null
  private sentAt = -Infinity
  private cancel: (() => void) | null = null

  constructor(milliseconds: number, send: (batch: Batch) => void, clock: MetricBatch['clock'] = realClock) {
    this.milliseconds = milliseconds
    this.send = send
    this.clock = clock
  }

  add(table: MetricTable, progress: TrainingProgress): void {
    if (this.tables.length > 0 && this.tables[0].columns.join() !== table.columns.join()) this.flush()
    this.tables.push(table)
    this.progress = progress
    const wait = this.sentAt + this.milliseconds - this.clock.now()
    if (wait <= 0) this.flush()
    else this.cancel ??= this.clock.later(() => this.flush(), wait)
  }

  /** Sends what has been gathered, now. */
  flush(): void {
    this.cancel?.()
    this.cancel = null
    if (!this.progress) return
    const batch = { table: joined(this.tables), progress: this.progress }
    this.tables = []
    this.progress = null
    this.sentAt = this.clock.now()
    this.send(batch)
  }
}

const realClock = {
  now: () => performance.now(),
  later(run: () => void, milliseconds: number) {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** One table with the rows of all; they have the same columns. */
function joined(tables: readonly MetricTable[]): MetricTable {
  const values = new Float64Array(tables.reduce((sum, table) => sum + table.values.length, 0))
  let at = 0
  for (const table of tables) {
    values.set(table.values, at)
    at += table.values.length
  }
  return { columns: tables[0].columns, values }
}
