import type { Run } from '../../shared/contract/experiment.ts'
import { format, say } from '../messages.ts'
import { shareDone } from './run-progress.ts'
import type { RunProgress } from './run-progress.ts'
import type { TrainerUse } from './status.ts'
import type { ActiveState } from './training-queue.ts'

/** A run that trains, with what its trainer has said of it. */
export interface RunInTraining {
  run: Run
  state: ActiveState
  news: RunProgress
}

/** One line on what trains, and how much of it is done from 0 to 1: 'Training LSTM, epoch 3 of 10'. */
export function trainingActivity(runs: readonly RunInTraining[]): { text: string; share: number | null } {
  if (runs.length === 0) return { text: '', share: null }
  const paused = runs.every(({ state }) => state === 'paused')
  const starting = runs.every(({ news }) => news.phase !== null)
  const [{ run, news }] = runs
  const [one, many] = paused
    ? [say.stores.pausedOne, say.stores.pausedMany]
    : starting
      ? [say.stores.startingOne, say.stores.startingMany]
      : [say.stores.trainingOne, say.stores.trainingMany]
  if (runs.length === 1)
    return {
      text: one(run.spec.model.name, epochOf(run, news), run.spec.training.epochs),
      share: shareDone(run, news),
    }
  const shares = runs.map(({ run, news }) => shareDone(run, news) ?? 0)
  return {
    text: many(listOf(runs.map(({ run }) => run.spec.model.name))),
    share: shares.reduce((sum, share) => sum + share, 0) / shares.length,
  }
}

/** What the trainers use of the machine, together; null before the first of them has made a step. */
export function trainersUse(runs: readonly RunInTraining[]): TrainerUse | null {
  const measured = runs.flatMap(({ run, news: { memory, stepsPerSecond } }) =>
    memory ? [{ model: run.spec.model.name, stepsPerSecond: stepsPerSecond ?? 0, ...memory }] : [],
  )
  if (measured.length === 0) return null
  const sum = (key: 'stepsPerSecond' | 'tensors' | 'bytes') => measured.reduce((all, one) => all + one[key], 0)
  return {
    model: listOf(measured.map(({ model }) => model)),
    stepsPerSecond: sum('stepsPerSecond'),
    tensors: sum('tensors'),
    bytes: sum('bytes'),
  }
}

function epochOf({ spec: { training } }: Run, { step, stepsPerEpoch }: RunProgress): number {
  const epoch = stepsPerEpoch && step !== null ? Math.floor(step / stepsPerEpoch) + 1 : 1
  return Math.min(epoch, training.epochs)
}

/** 'ANN', 'ANN and RNN', 'ANN, RNN and LSTM', '5 models'. */
const listOf = (names: readonly string[]): string =>
  names.length > 3 ? say.stores.manyModels(names.length) : format.list(names)
