import type { EpochRecord, GradientDecay } from '../../shared/contract/experiment.ts'
import type { MetricTable } from '../../shared/contract/metrics.ts'
import type { RunSpec } from '../../shared/contract/spec.ts'
import type { TrainingData, TrainingOutcome, TrainingProgress } from '../../shared/engine/training/training.ts'
import type { TerminalDevice } from './device.ts'

/** What a training thread is started with. */
export interface WorkerStart {
  device: TerminalDevice
  data: TrainingData
  /** One number in shared memory: anything but 0 asks all threads to stop after their step. */
  stop: Int32Array<SharedArrayBuffer>
}

/** Main thread → training thread. */
export type ToWorker =
  | { kind: 'train'; spec: RunSpec }
  /** What the main thread made of message `number`: it is on disk, or could not be written. */
  | { kind: 'kept'; number: number }
  | { kind: 'refused'; number: number; message: string }

/** Something to keep: only the main thread writes to the data folder. Each is answered. */
export type ToKeep =
  | { kind: 'metrics'; table: MetricTable; progress: TrainingProgress }
  | { kind: 'epoch'; record: EpochRecord; decay: GradientDecay | null }
  | { kind: 'checkpoint'; which: 'last' | 'best'; bytes: Uint8Array<ArrayBuffer>; step: number }
  | { kind: 'snapshot'; bytes: Uint8Array<ArrayBuffer>; step: number }

/** Training thread → main thread. */
export type FromWorker =
  | { kind: 'keep'; number: number; what: ToKeep }
  | { kind: 'ended'; outcome: TrainingOutcome }
  | { kind: 'failed'; message: string }
