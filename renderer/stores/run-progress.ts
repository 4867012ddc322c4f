import type {
  Divergence,
  EpochRecord,
  GradientDecay,
  Run,
  RunStatus,
  TestResult,
} from '../../shared/contract/experiment.ts'
import type { DeviceReport, FromTrainer } from '../../shared/contract/trainer.ts'

/**
 * What the trainer has said about a run in this session. It is newer than the saved run, which follows a moment later;
 * `present` lays it over that.
 */
export interface RunProgress {
  status: RunStatus
  /** What takes time before the first step; null once steps are made. */
  phase: 'data' | 'model' | 'first-step' | null
  step: number | null
  stepsPerEpoch: number | null
  stepsPerSecond: number | null
  device: DeviceReport | null
  /** Tensors and bytes the trainer holds: grows only when something leaks. */
  memory: { tensors: number; bytes: number } | null
  epochs: EpochRecord[]
  decay: GradientDecay | null
  test: TestResult | null
  divergence: Divergence | null
  error: string | null
  /** Early stopping ended it before its last epoch. */
  early: boolean
}

export const noProgress: RunProgress = {
  status: 'running',
  phase: null,
  step: null,
  stepsPerEpoch: null,
  stepsPerSecond: null,
  device: null,
  memory: null,
  epochs: [],
  decay: null,
  test: null,
  divergence: null,
  error: null,
  early: false,
}

/** The progress after a message; the same object when the message says nothing about progress. */
export function follow(progress: RunProgress, message: FromTrainer): RunProgress {
  switch (message.kind) {
    case 'device':
      return { ...progress, device: message.report }
    case 'starting':
      return { ...progress, status: 'running', phase: message.phase }
    case 'running':
      return { ...progress, status: 'running', phase: null, divergence: null, error: null }
    case 'paused':
      return { ...progress, status: 'paused', phase: null, step: message.step, stepsPerSecond: null }
    case 'metrics': {
      const { step, stepsPerEpoch, stepsPerSecond, tensors, bytes } = message
      return { ...progress, phase: null, step, stepsPerEpoch, stepsPerSecond, memory: { tensors, bytes } }
    }
    case 'epoch':
      return {
        ...progress,
        epochs: addEpoch(progress.epochs, message.record),
        decay: message.decay ?? progress.decay,
        step: Math.max(progress.step ?? 0, message.record.step),
      }
    case 'stopped':
      return { ...progress, status: 'stopped', phase: null, step: message.step, stepsPerSecond: null }
    case 'finished': {
      const { test, decay, early } = message
      return {
        ...progress,
        status: 'finished',
        phase: null,
        stepsPerSecond: null,
        test,
        decay: decay ?? progress.decay,
        early,
      }
    }
    case 'diverged': {
      const { step, epoch, what, message: words } = message
      return {
        ...progress,
        status: 'diverged',
        phase: null,
        stepsPerSecond: null,
        divergence: { step, epoch, what, message: words },
      }
    }
    case 'failed':
      return { ...progress, status: 'failed', phase: null, stepsPerSecond: null, error: message.message }
    default:
      return progress
  }
}

/** Epochs in their order; one that comes again (after a resume) replaces itself and what followed. */
export const addEpoch = (epochs: readonly EpochRecord[], record: EpochRecord): EpochRecord[] => [
  ...epochs.filter(({ epoch }) => epoch < record.epoch),
  record,
]

/** The run as it is now: the saved one with the news of this session over it. */
export function present(run: Run, news: RunProgress | undefined): Run {
  if (!news) return run
  const epochs = news.epochs.reduce<EpochRecord[]>(addEpoch, run.epochs)
  return {
    ...run,
    status: news.status,
    device: news.device?.device ?? run.device,
    step: news.step ?? run.step,
    epochs,
    test: news.test ?? run.test,
    decay: news.decay ?? run.decay,
    divergence: news.status === 'diverged' ? news.divergence : run.divergence,
    error: news.status === 'failed' ? news.error : run.error,
  }
}

/** Seconds a run still needs at its present rate, its evaluations left out; null while that is not known. */
export function secondsLeft(run: Run, { stepsPerEpoch, stepsPerSecond, step }: RunProgress): number | null {
  if (!stepsPerEpoch || !stepsPerSecond || step === null) return null
  return Math.max(0, run.spec.training.epochs * stepsPerEpoch - step) / stepsPerSecond
}

/** Share of a run that is done, from 0 to 1; null before the first step tells how long an epoch is. */
export function shareDone(run: Run, news: RunProgress | undefined): number | null {
  if (run.status === 'finished') return 1
  const { epochs } = run.spec.training
  if (news?.stepsPerEpoch && news.step !== null) return Math.min(1, news.step / (epochs * news.stepsPerEpoch))
  const last = run.epochs[run.epochs.length - 1]
  if (!last) return run.step ? null : 0
  // Steps since the last epoch ended, measured by the length of the epochs so far.
  return Math.min(1, (last.epoch + Math.max(0, run.step - last.step) / (last.step / last.epoch)) / epochs)
}
