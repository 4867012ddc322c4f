import type { Experiment, Run } from '../../shared/contract/experiment.ts'
import type { MetricTable } from '../../shared/contract/metrics.ts'
import { runTraining } from '../../shared/engine/training/training.ts'
import type { TrainingData, TrainingOutcome, TrainingSink } from '../../shared/engine/training/training.ts'
import type { Services } from '../service-types.ts'
import type { TerminalDevice } from './device.ts'
import type { RunProgress } from './progress.ts'

/** The encoded parts of an experiment: the same for each of its runs. */
export async function trainingData({ experiments }: Services, experiment: Experiment): Promise<TrainingData> {
  const [train, validation, test] = await Promise.all(
    (['train', 'validation', 'test'] as const).map((part) => experiments.encoded(experiment.id, part)),
  )
  return {
    vocabularySize: experiment.vocabulary.size,
    classes: experiment.classes.length,
    parts: { train, validation, test },
  }
}

/** Where a run is trained: here, or in a thread of its own. It tells the sink, and stops after a step when asked to. */
export type TrainHere = (run: Run, sink: TrainingSink) => Promise<TrainingOutcome>

/** Trains in this thread, on TensorFlow.js's current backend, until the end or until `signal` is aborted. */
export const trainInThisThread =
  (data: TrainingData, signal: AbortSignal): TrainHere =>
  ({ spec }, sink) =>
    runTraining(spec, data, { sink, control: { next: () => (signal.aborted ? 'stop' : 'go') } })

/** Trains one run to its end, and keeps metrics, epochs, checkpoints and the outcome as they come. */
export async function trainRun(
  { runs }: Services,
  run: Run,
  device: TerminalDevice,
  train: TrainHere,
  progress: RunProgress,
): Promise<Run> {
  const { id } = run
  runs.update(id, { status: 'running', device })
  try {
    const outcome = await train(run, {
      metrics: (table, now) => {
        runs.appendMetrics(id, table)
        progress.step(now, lastLoss(table))
      },
      epoch: (record, decay) => {
        runs.addEpoch(id, record)
        if (decay) runs.update(id, { decay })
        progress.epoch(record)
      },
      checkpoint: async (kind, bytes) => void (await runs.saveCheckpoint(id, kind, bytes)),
      snapshot: (bytes, step) => runs.saveSnapshot(id, step, bytes),
    })
    if (outcome.kind === 'stopped') return runs.update(id, { status: 'stopped' })
    if (outcome.kind === 'finished')
      return runs.update(id, { status: 'finished', test: outcome.test, decay: outcome.decay ?? undefined })
    const { step, epoch, what, message } = outcome
    return runs.update(id, { status: 'diverged', divergence: { step, epoch, what, message } })
  } catch (error) {
    runs.update(id, { status: 'failed', error: error instanceof Error ? error.message : String(error) })
    throw error
  } finally {
    progress.end()
  }
}

function lastLoss({ columns, values }: MetricTable): number {
  return values[values.length - columns.length + columns.indexOf('loss')]
}
