import type { Run, RunStatus } from '../../../shared/contract/experiment.ts'

const open: ReadonlySet<RunStatus> = new Set(['waiting', 'paused', 'stopped', 'failed'])

/** The runs that Train would train: never started, stopped on the way, or failed. A diverged run needs other settings. */
export const trainable = (runs: readonly Run[]): Run[] => runs.filter(({ status }) => open.has(status))

/** What the primary button says. */
export function trainLabel(runs: readonly Run[], isNew: boolean): string {
  if (isNew) return 'Train as new comparison'
  const left = trainable(runs)
  if (!left.length) return 'Train'
  return left.some(({ status, step }) => status !== 'waiting' && step > 0) ? 'Go on training' : 'Train'
}

/** Why Train cannot be pressed, in words; null when it can. */
export function trainObstacle(runs: readonly Run[], isNew: boolean, problems: readonly string[]): string | null {
  if (problems.length) return problems[0]
  if (isNew || trainable(runs).length) return null
  if (runs.some(({ status }) => status === 'running')) return 'Another window of Unroll trains this comparison.'
  if (!runs.length) return 'This comparison has no models left. Add one in the set-up.'
  if (runs.some(({ status }) => status === 'diverged'))
    return 'What is left has diverged and would do so again. Change a setting, or start the run over.'
  return 'All models of this comparison are trained. Change a setting, for example the seed, to make a new one.'
}
