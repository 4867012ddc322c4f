import { formatCount, formatDuration, formatShare } from '../../../charts/format.ts'
import { statusWords } from '../../../components/status-words.ts'
import type { Run } from '../../../../shared/contract/experiment.ts'
import { secondsLeft } from '../../../stores/run-progress.ts'
import type { RunProgress } from '../../../stores/run-progress.ts'
import type { ActiveState } from '../../../stores/training-queue.ts'

const phases = {
  data: 'reading the data',
  model: 'building the model',
  'first-step': 'making the first step (a GPU compiles its programs now)',
}

/** Where a run stands, in a few words: 'Training, epoch 3 of 10'. */
export function runState(run: Run, place: ActiveState | 'queued' | null, news: RunProgress | undefined): string {
  if (place === 'queued') return 'Waiting for its turn'
  if (place === 'pausing') return 'Pausing after this step'
  if (place === 'stopping') return 'Stopping'
  if (place && news?.phase) return `Starting: ${phases[news.phase]}`
  const epochs = run.spec.training.epochs
  const done = run.epochs.length
  switch (run.status) {
    case 'running':
      return `Training, epoch ${Math.min(done + 1, epochs)} of ${epochs}`
    case 'paused':
      return `Paused at step ${formatCount(run.step)}`
    case 'stopped':
      return `Stopped at step ${formatCount(run.step)}, ${goesOnFrom(run)}`
    case 'finished':
      return done < epochs ? `Finished early, after ${done} of ${epochs} epochs` : `Finished, ${done} epochs`
    case 'diverged':
      return `Diverged at step ${formatCount(run.divergence?.step ?? run.step)}`
    default:
      return statusWords[run.status]
  }
}

/** What was recorded after the last checkpoint comes again when the run goes on. */
function goesOnFrom({ step, checkpoints: { last } }: Run): string {
  if (last === null) return 'begins again'
  return last < step ? `goes on from ${formatCount(last)}` : 'can go on'
}

/** Rate and time left while it trains; the best result afterwards. */
export function runNumbers(run: Run, active: boolean, news: RunProgress | undefined): string {
  const parts: string[] = []
  if (active && news?.step != null) parts.push(`step ${formatCount(news.step)}`)
  if (active && news?.stepsPerSecond) parts.push(`${formatCount(Math.round(news.stepsPerSecond))} steps/s`)
  const left = active && news ? secondsLeft(run, news) : null
  if (left !== null && run.status === 'running') parts.push(`at most ${formatDuration(Math.ceil(left))} left`)
  const best = bestValidation(run)
  if (best !== null) parts.push(`best ${formatShare(best)}`)
  if (run.test) parts.push(`test ${formatShare(run.test.accuracy)}`)
  return parts.join(' · ')
}

/** Highest validation accuracy of any epoch; null before the first has ended. */
export function bestValidation({ epochs }: Pick<Run, 'epochs'>): number | null {
  return epochs.length ? Math.max(...epochs.map(({ validationAccuracy }) => validationAccuracy)) : null
}
