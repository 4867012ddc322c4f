import type { RunStatus } from '../../shared/contract/experiment.ts'

/** How a run's state is called on the page. */
export const statusWords: Record<RunStatus, string> = {
  waiting: 'Not started',
  running: 'Training',
  paused: 'Paused',
  stopped: 'Stopped, can go on',
  finished: 'Finished',
  diverged: 'Diverged',
  failed: 'Failed',
}

/** What an experiment shows for all its runs: the state that most wants to be seen. */
export function overallStatus(statuses: readonly RunStatus[]): RunStatus {
  const order: RunStatus[] = ['running', 'failed', 'diverged', 'paused', 'stopped']
  const found = order.find((status) => statuses.includes(status))
  if (found) return found
  if (statuses.length > 0 && statuses.every((status) => status === 'finished')) return 'finished'
  return statuses.includes('finished') ? 'stopped' : 'waiting'
}
