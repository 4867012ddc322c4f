import { runTraining } from '../../shared/engine/training/training.ts'
import type { TrainingOutcome, TrainingSink } from '../../shared/engine/training/training-types.ts'
import type { Run } from '../../shared/contract/experiment.ts'
import type { Device } from '../../shared/contract/trainer.ts'
import { messageOf } from '../api.ts'
import { useDevice } from './backends.ts'
import { DeviceLost, watchDevice } from './device-loss.ts'
import type { LossWatch } from './device-loss.ts'
import { chooseDevice, findWebgl } from './devices.ts'
import { MetricBatch } from './metric-batch.ts'
import { Persistence } from './persistence.ts'
import * as runApi from './run-api.ts'
import { RunControl } from './run-control.ts'
import { trainingDataOf } from './training-data.ts'
import { warmUp } from './warm-up.ts'
import type { FromWorker } from './worker-messages.ts'

export interface SessionOptions {
  run: string
  device: Device | null
  /** At most so many on WebAssembly. */
  threads?: number
  /** Steps to make before pausing; null: train on. */
  steps: number | null
  post(message: FromWorker): void
}

/** Live metrics reach the page at most this often. */
const livePeriod = 100

/** One run from its start, or its checkpoint, to its end. What happens goes to disk and to the page, in the same order. */
export class RunSession {
  readonly run: string
  readonly control: RunControl
  /** Resolves when the device is in use, or will not be. */
  readonly ready: Promise<void>
  private tellReady = () => {}
  private readonly options: SessionOptions
  private readonly persistence: Persistence
  private readonly live: MetricBatch
  /** Step of the newest checkpoint. */
  private saved = 0

  constructor(options: SessionOptions) {
    const { run, post, steps } = options
    this.run = run
    this.options = options
    this.ready = new Promise((resolve) => (this.tellReady = resolve))
    this.persistence = new Persistence(run)
    this.live = new MetricBatch(livePeriod, ({ table: { columns, values }, progress }) => {
      const { step, stepsPerEpoch, stepsPerSecond, tensors, bytes } = progress
      post({ kind: 'metrics', run, columns, values, step, stepsPerEpoch, stepsPerSecond, tensors, bytes })
    })
    this.control = new RunControl({ onRunning: () => this.onRunning(), onPaused: () => this.onPaused() }, { steps })
  }

  /** Trains to the end, whatever it is. */
  async train(): Promise<void> {
    const { run, post } = this.options
    let claimed = false
    try {
      post({ kind: 'starting', run, phase: 'data' })
      const saved = await runApi.readRun(run)
      const data = await trainingDataOf(saved.experimentId)
      const checkpoints = await this.checkpointsOf(saved)
      const chosen = chooseDevice(this.options.device, findWebgl())
      const report = { ...chosen, device: await useDevice(chosen.device, this.options.threads) }
      await warmUp(report.device, saved.spec)
      this.tellReady()
      post({ kind: 'device', run, report })
      // From here on the run is ours: whatever goes wrong is written down.
      await runApi.updateRun(run, { status: 'running', device: report.device })
      claimed = true
      const watch = watchDevice()
      try {
        const training = runTraining(saved.spec, data, {
          sink: this.sinkOf(watch),
          control: this.control,
          ...checkpoints,
          onPhase: (phase) => post({ kind: 'starting', run, phase }),
        })
        training.catch(() => {}) // When the GPU is lost first, its end is of no interest.
        const outcome = await Promise.race([training, watch.lost])
        await watch.intact()
        await this.end(outcome)
      } catch (error) {
        // What fails on a lost GPU fails in many ways; the loss is the reason of all of them.
        await watch.intact()
        throw error
      } finally {
        watch.stop()
      }
    } catch (error) {
      await this.fail(error, claimed)
    } finally {
      this.tellReady()
    }
  }

  /**
   * The checkpoints to go on from. What was recorded after the last of them (the window was closed in the middle) is
   * dropped, since it comes again; what was recorded without any checkpoint, too.
   */
  private async checkpointsOf({ id, step, checkpoints: { last, best } }: Run) {
    if (last === null) {
      if (step > 0) await runApi.restartRun(id)
      return {}
    }
    this.saved = last
    const bytes = await runApi.readCheckpoint(id, 'last')
    if (step > last) await runApi.saveCheckpoint(id, 'last', bytes, true)
    return { last: bytes, ...(best !== null && { best: await runApi.readCheckpoint(id, 'best') }) }
  }

  /** Nothing that came from a GPU which is gone may replace what is on disk. */
  private sinkOf(watch: LossWatch): TrainingSink {
    return {
      metrics: (table, progress) => {
        this.persistence.metrics(table, progress)
        this.live.add(table, progress)
      },
      epoch: async (record, decay) => {
        this.live.flush()
        await watch.intact()
        await this.persistence.epoch(record)
        if (decay) await this.persistence.update({ decay })
        this.options.post({ kind: 'epoch', run: this.run, record, decay })
      },
      checkpoint: async (kind, bytes, step) => {
        await watch.intact()
        await this.persistence.checkpoint(kind, bytes)
        if (kind === 'last') this.saved = step
      },
      snapshot: async (bytes, step) => {
        await watch.intact()
        this.persistence.snapshot(bytes, step)
      },
    }
  }

  private async onRunning(): Promise<void> {
    await this.persistence.update({ status: 'running' })
    this.options.post({ kind: 'running', run: this.run })
  }

  private async onPaused(): Promise<void> {
    this.live.flush()
    await this.persistence.update({ status: 'paused' })
    this.options.post({ kind: 'paused', run: this.run, step: this.saved })
  }

  /** Everything is on disk before the page hears of the end. */
  private async end(outcome: TrainingOutcome): Promise<void> {
    const { run } = this
    const { post } = this.options
    this.live.flush()
    switch (outcome.kind) {
      case 'finished': {
        const { test, decay, early } = outcome
        await this.persistence.update({ status: 'finished', test, ...(decay && { decay }) })
        return post({ kind: 'finished', run, test, decay, early })
      }
      case 'stopped':
        await this.persistence.update({ status: 'stopped' })
        return post({ kind: 'stopped', run, step: outcome.step })
      case 'diverged': {
        const { step, epoch, what, message } = outcome
        await this.persistence.update({ status: 'diverged', divergence: { step, epoch, what, message } })
        return post({ kind: 'diverged', run, step, epoch, what, message })
      }
    }
  }

  private async fail(error: unknown, claimed: boolean): Promise<void> {
    const message = messageOf(error)
    this.live.flush()
    // A run that could not even begin keeps the state it had.
    if (claimed) await this.persistence.fail(message.slice(0, 4000)).catch(() => {})
    this.options.post({ kind: error instanceof DeviceLost ? 'device-lost' : 'failed', run: this.run, message })
  }
}
