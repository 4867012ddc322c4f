import type { TrainingControl, TrainingOrder } from '../../shared/engine/training/training-types.ts'

/** What a control tells while the run goes on. */
export interface ControlEvents {
  /** The first step is done, or a paused run goes on. */
  onRunning(): void | Promise<void>
  /** The run waits; its checkpoint is written. */
  onPaused(): void | Promise<void>
}

/**
 * Pause, resume, single step and stop of one run, asked before every step; between steps the training lets messages in.
 * A pause first has the checkpoint written, so that a paused run can be closed without loss.
 */
export class RunControl implements TrainingControl {
  private readonly events: ControlEvents
  private stopping = false
  /** Steps that may be made before the run pauses; null: no limit. */
  private allowed: number | null
  private asked = 0
  private saved = false
  private told: 'starting' | 'running' | 'paused' = 'starting'
  private wake: (() => void) | null = null

  constructor(events: ControlEvents, options: { steps: number | null }) {
    this.events = events
    this.allowed = options.steps
  }

  pause(): void {
    this.allowed = 0
  }
  resume(): void {
    this.allowed = null
    this.wake?.()
  }
  step(): void {
    this.allowed = 1
    this.wake?.()
  }
  stop(): void {
    this.stopping = true
    this.wake?.()
  }

  async next(): Promise<TrainingOrder> {
    this.asked++
    for (;;) {
      if (this.stopping) return 'stop'
      if (this.allowed === null || this.allowed > 0) return await this.go()
      if (!this.saved) {
        this.saved = true
        this.asked--
        return 'checkpoint'
      }
      await this.waitForOrder()
    }
  }

  private async go(): Promise<'go'> {
    // A single step does not make the run 'running': it is over before anyone could have read so.
    const freely = this.allowed === null
    if (this.allowed !== null) this.allowed--
    this.saved = false
    if (freely && this.told !== 'running' && (this.told === 'paused' || this.asked > 1)) {
      this.told = 'running'
      await this.events.onRunning()
    }
    return 'go'
  }

  private async waitForOrder(): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.wake = resolve))
    this.told = 'paused'
    await this.events.onPaused()
    // An order may have come while the pause was being written down.
    if (!this.stopping && this.allowed === 0) await woken
    this.wake = null
  }
}
