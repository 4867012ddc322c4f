import type { EventHub } from '../service-types.ts'
import type { Database } from './database.ts'

const INTERVAL_MILLISECONDS = 1000

/**
 * Notices what another process (a terminal beside the window) commits: SQLite's data_version changes with every commit that
 * is not of this connection. What exactly changed is not known, so the lists are to be fetched again.
 */
export function watchOtherProcesses(database: Database, events: EventHub): () => void {
  const version = () => database.get<{ data_version: number }>('PRAGMA data_version')?.data_version
  let seen = version()
  const timer = setInterval(() => {
    const now = version()
    if (now === seen) return
    seen = now
    events.emit({ kind: 'datasets' })
    events.emit({ kind: 'experiments' })
  }, INTERVAL_MILLISECONDS)
  timer.unref()
  return () => clearInterval(timer)
}
