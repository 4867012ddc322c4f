import { setImmediate } from 'node:timers/promises'
import type { DatasetStore } from './dataset-store.ts'

/** Removed at once, before anything is shown: what small imports left. 2,000 rows a step. */
const STEPS_AT_ONCE = 8

/**
 * Removes the rows of data sets that were given up. A million of them take seconds: what is not done at once is done in short
 * steps, between which everything else gets its turn, and the next start goes on where this one ends.
 * @returns how to stop it; resolves when nothing is being removed any more.
 */
export function clearAbandoned(datasets: DatasetStore): () => Promise<void> {
  const left = datasets.abandoned()
  let stopped = false
  for (let steps = 0; steps < STEPS_AT_ONCE && left.length > 0; steps++)
    if (!datasets.discardSome(left[0])) left.shift()
  const later = async () => {
    while (left.length > 0) {
      await setImmediate()
      if (stopped) return
      if (!datasets.discardSome(left[0])) left.shift()
    }
  }
  // What cannot be removed now (a full disk, a busy database) is removed after the next start.
  const done = later().catch(() => {})
  return async () => {
    stopped = true
    await done
  }
}
