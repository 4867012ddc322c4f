import type { Run } from '../../shared/contract/experiment.ts'
import { commands } from '../../shared/messages/en/commands.ts'
import { formats } from '../../shared/messages/languages.ts'
import type { Language } from '../../shared/messages/languages.ts'

/** Shorter training has been watched to its end; to be told of it would only disturb. Milliseconds. */
export const WORTH_TELLING = 20_000

/** How far the runs of one sitting are, from 0 to 1: the mean over runs of the share of their epochs. */
export function shareOf(runs: readonly Run[]): number {
  if (runs.length === 0) return 0
  const share = (run: Run) =>
    run.status === 'running' || run.status === 'paused' ? run.epochs.length / run.spec.training.epochs : 1
  return Math.min(1, runs.reduce((sum, run) => sum + share(run), 0) / runs.length)
}

/** What there is to tell at the end: e.g. 'LSTM: 97.2 %, RNN: 95.1 %' (best validation accuracy), or what went wrong. */
export function outcomeOf(runs: readonly Run[], say = commands.outcomes, language: Language = 'en'): string {
  const { fixed } = formats[language]
  return runs
    .map((run) => {
      const name = run.spec.model.name
      if (run.status === 'failed') return say.failed(name)
      if (run.status === 'diverged') return say.diverged(name)
      const best = Math.max(...run.epochs.map(({ validationAccuracy }) => validationAccuracy))
      return run.epochs.length ? `${name}: ${fixed(best * 100, 1)} %` : say.stopped(name)
    })
    .join(', ')
}
