import type { Run, RunStatus } from '../../../shared/contract/experiment.ts'
import { say } from '../../messages.ts'

const open: ReadonlySet<RunStatus> = new Set(['waiting', 'paused', 'stopped', 'failed'])

/** The runs that Train would train: never started, stopped on the way, or failed. A diverged run needs other settings. */
export const trainable = (runs: readonly Run[]): Run[] => runs.filter(({ status }) => open.has(status))

/** What the primary button says. */
export function trainLabel(runs: readonly Run[], isNew: boolean): string {
  if (isNew) return say.train.trainAsNewComparison
  const left = trainable(runs)
  if (!left.length) return say.train.train
  return left.some(({ status, step }) => status !== 'waiting' && step > 0) ? say.train.goOnTraining : say.train.train
}

/** Why Train cannot be pressed, in words; null when it can. */
export function trainObstacle(runs: readonly Run[], isNew: boolean, problems: readonly string[]): string | null {
  if (problems.length) return problems[0]
  if (isNew || trainable(runs).length) return null
  if (runs.some(({ status }) => status === 'running')) return say.train.anotherWindowOfUnrollTrainsThis
  if (!runs.length) return say.train.thisComparisonHasNoModelsLeft
  if (runs.some(({ status }) => status === 'diverged')) return say.train.whatIsLeftHasDivergedAnd
  return say.train.allModelsOfThisComparisonAre
}
