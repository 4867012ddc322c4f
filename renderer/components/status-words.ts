import type { RunStatus } from '../../shared/contract/experiment.ts'
import { say } from '../messages.ts'

/** How a run's state is called on the page. */
export const statusWords: Record<RunStatus, string> = {
  get waiting() {
    return say.shell.notStarted
  },
  get running() {
    return say.shell.training
  },
  get paused() {
    return say.shell.paused
  },
  get stopped() {
    return say.shell.stoppedCanGoOn
  },
  get finished() {
    return say.shell.finished
  },
  get diverged() {
    return say.shell.diverged
  },
  get failed() {
    return say.shell.failed
  },
}

/** What an experiment shows for all its runs: the state that most wants to be seen. */
export function overallStatus(statuses: readonly RunStatus[]): RunStatus {
  const order: RunStatus[] = ['running', 'failed', 'diverged', 'paused', 'stopped']
  const found = order.find((status) => statuses.includes(status))
  if (found) return found
  if (statuses.length > 0 && statuses.every((status) => status === 'finished')) return 'finished'
  return statuses.includes('finished') ? 'stopped' : 'waiting'
}
