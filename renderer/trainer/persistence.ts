import type { EpochRecord, RunUpdate } from '../../shared/contract/experiment.ts'
import type { TrainingProgress } from '../../shared/engine/training/training-types.ts'
import type { MetricTable } from '../../shared/contract/metrics.ts'
import { MetricBatch } from './metric-batch.ts'
import * as runApi from './run-api.ts'

/** What persistence asks of the API; replaced in tests. */
export type RunWriter = Pick<
  typeof runApi,
  'appendMetrics' | 'addEpoch' | 'saveCheckpoint' | 'saveSnapshot' | 'updateRun' | 'mayPass'
>

/** Waits between the tries of one request, in milliseconds. All requests may be repeated without harm. */
const pauses = [200, 1000, 3000]

/**
 * Writes a run to disk as it happens: one request after the other, in the order in which things happened, so that what is
 * on disk is at every moment a beginning of the run. Recorded steps go in batches, at least once a second and before
 * everything that follows them. A request that fails is tried again a few times; if it still fails, so does every
 * later call, with the server's words.
 */
export class Persistence {
  private readonly run: string
  private readonly writer: RunWriter
  private readonly wait: (milliseconds: number) => Promise<void>
  private readonly metricsBatch: MetricBatch
  private queue: Promise<void> = Promise.resolve()
  private failure: { error: unknown } | null = null

  constructor(run: string, writer: RunWriter = runApi, wait = sleep) {
    this.run = run
    this.writer = writer
    this.wait = wait
    this.metricsBatch = new MetricBatch(1000, ({ table }) => {
      void this.enqueue(() => this.writer.appendMetrics(this.run, table)).catch(() => {})
    })
  }

  /** Takes recorded steps; they are on disk after the next `flush`, epoch, checkpoint or update. */
  metrics(table: MetricTable, progress: TrainingProgress): void {
    this.throwFailure()
    this.metricsBatch.add(table, progress)
  }

  epoch(record: EpochRecord): Promise<void> {
    return this.inOrder(() => this.writer.addEpoch(this.run, record))
  }

  checkpoint(kind: runApi.CheckpointKind, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.inOrder(() => this.writer.saveCheckpoint(this.run, kind, bytes))
  }

  /** Does not wait: it is on disk after the next `flush`, epoch, checkpoint or update, as recorded steps are. */
  snapshot(bytes: Uint8Array<ArrayBuffer>, step: number): void {
    this.throwFailure()
    this.enqueue(() => this.writer.saveSnapshot(this.run, step, bytes)).catch(() => {})
  }

  update(changes: RunUpdate): Promise<void> {
    return this.inOrder(() => this.writer.updateRun(this.run, changes))
  }

  /** Resolves when everything so far is on disk. */
  flush(): Promise<void> {
    return this.inOrder(() => Promise.resolve())
  }

  /** Writes the end of a run that failed, after what could be written, whatever has failed before. */
  async fail(message: string): Promise<void> {
    this.metricsBatch.flush()
    await this.queue.catch(() => {})
    await this.retried(() => this.writer.updateRun(this.run, { status: 'failed', error: message }))
  }

  private inOrder(write: () => Promise<unknown>): Promise<void> {
    this.metricsBatch.flush()
    return this.enqueue(write)
  }

  private enqueue(write: () => Promise<unknown>): Promise<void> {
    const written = this.queue.then(async () => {
      this.throwFailure()
      try {
        await this.retried(write)
      } catch (error) {
        this.failure ??= { error }
        throw error
      }
    })
    this.queue = written.catch(() => {})
    return written
  }

  private async retried(write: () => Promise<unknown>): Promise<void> {
    for (const pause of [...pauses, null]) {
      try {
        await write()
        return
      } catch (error) {
        if (pause === null || !this.writer.mayPass(error)) throw error
        await this.wait(pause)
      }
    }
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure.error
  }
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
