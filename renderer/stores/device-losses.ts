import type { Device } from '../../shared/contract/trainer.ts'
import type { ActiveState } from './training-queue.ts'
import { say } from '../messages.ts'

/** What the user reads when a GPU is gone and its run goes on. */
export const lossWords = {
  again: (model: string) => say.stores.theGraphicsCardWasTakenAway(model),
  processor: (model: string) => say.stores.theGraphicsCardWasTakenAway2(model),
}

/**
 * What becomes of runs whose GPU was taken away. Drivers restart and computers sleep: the first time, the GPU is tried again.
 * A GPU that goes twice under the same run is not trusted with it any more, and the processor takes over.
 */
export function deviceLosses() {
  const times = new Map<string, number>()
  return {
    /** Notes a loss and says how the run goes on; null when it must not, since it was being stopped or held. */
    note(run: string, state: ActiveState | undefined): keyof typeof lossWords | null {
      if (state !== 'running' && state !== 'starting') return null
      times.set(run, (times.get(run) ?? 0) + 1)
      return times.get(run) === 1 ? 'again' : 'processor'
    },
    /** The device that a run must take instead of the one wished for; null: any. */
    insteadFor: (run: string): Device | null => ((times.get(run) ?? 0) > 1 ? 'wasm' : null),
    forget: (run: string) => void times.delete(run),
  }
}
