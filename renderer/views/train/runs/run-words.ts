import { formatCount, formatDuration, formatShare } from '../../../charts/format.ts'
import { statusWords } from '../../../components/status-words.ts'
import type { Run } from '../../../../shared/contract/experiment.ts'
import { secondsLeft } from '../../../stores/run-progress.ts'
import type { RunProgress } from '../../../stores/run-progress.ts'
import type { ActiveState } from '../../../stores/training-queue.ts'
import { say } from '../../../messages.ts'

const phases = {
  get data() {
    return say.train.readingTheData
  },
  get model() {
    return say.train.buildingTheModel
  },
  get 'first-step'() {
    return say.train.makingTheFirstStepAGpu
  },
}

/** Where a run stands, in a few words: 'Training, epoch 3 of 10'. */
export function runState(run: Run, place: ActiveState | 'queued' | null, news: RunProgress | undefined): string {
  if (place === 'queued') return say.train.waitingForItsTurn
  if (place === 'pausing') return say.train.pausingAfterThisStep
  if (place === 'stopping') return say.train.stopping
  if (place && news?.phase) return say.train.starting(phases[news.phase])
  const epochs = run.spec.training.epochs
  const done = run.epochs.length
  switch (run.status) {
    case 'running':
      return say.train.trainingEpochOf(Math.min(done + 1, epochs), epochs)
    case 'paused':
      return say.train.pausedAtStep(formatCount(run.step))
    case 'stopped':
      return say.train.stoppedAtStep(formatCount(run.step), goesOnFrom(run))
    case 'finished':
      return done < epochs ? say.train.finishedEarlyAfterOfEpochs(done, epochs) : say.train.finishedEpochs(done)
    case 'diverged':
      return say.train.divergedAtStep(formatCount(run.divergence?.step ?? run.step))
    default:
      return statusWords[run.status]
  }
}

/** What was recorded after the last checkpoint comes again when the run goes on. */
function goesOnFrom({ step, checkpoints: { last } }: Run): string {
  if (last === null) return say.train.beginsAgain
  return last < step ? say.train.goesOnFrom(formatCount(last)) : say.train.canGoOn
}

/** Rate and time left while it trains; the best result afterwards. */
export function runNumbers(run: Run, active: boolean, news: RunProgress | undefined): string {
  const parts: string[] = []
  if (active && news?.step != null) parts.push(say.train.step(formatCount(news.step)))
  if (active && news?.stepsPerSecond) parts.push(say.train.stepsS(formatCount(Math.round(news.stepsPerSecond))))
  const left = active && news ? secondsLeft(run, news) : null
  if (left !== null && run.status === 'running') parts.push(say.train.atMostLeft(formatDuration(Math.ceil(left))))
  const best = bestValidation(run)
  if (best !== null) parts.push(say.train.best(formatShare(best)))
  if (run.test) parts.push(say.train.test(formatShare(run.test.accuracy)))
  return parts.join(' · ')
}

/** Highest validation accuracy of any epoch; null before the first has ended. */
export function bestValidation({ epochs }: Pick<Run, 'epochs'>): number | null {
  return epochs.length ? Math.max(...epochs.map(({ validationAccuracy }) => validationAccuracy)) : null
}
