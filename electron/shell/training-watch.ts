import { powerSaveBlocker } from 'electron'
import type { Run } from '../../shared/contract/experiment.ts'
import type { Services } from '../service-types.ts'
import { shareOf } from './training-progress.ts'

export interface TrainingWatch {
  readonly active: boolean
  /** Resolves when nothing trains any more, or after `milliseconds` at the latest. */
  idle(milliseconds: number): Promise<void>
  stop(): void
}

interface Listeners {
  /** How far the runs of this sitting are, from 0 to 1; null when nothing trains any more. */
  progress(share: number | null): void
  /** The last of them ended, `milliseconds` after the first began. */
  ended(runs: Run[], milliseconds: number): void
}

/** Between two runs of a queue the page fetches data and the GPU compiles: a sitting is over when it rests for longer. */
const GAP_MILLISECONDS = 5000

/**
 * Knows which runs train, from the events of the services, and keeps the machine awake meanwhile. Runs that follow each other
 * closely, as those of a comparison do, are one sitting.
 */
export function watchTraining(
  { events, runs }: Pick<Services, 'events' | 'runs'>,
  listeners: Listeners,
): TrainingWatch {
  const running = new Set<string>()
  const waiting = new Set<() => void>()
  let sitting = new Set<string>()
  let began = 0
  let ending: NodeJS.Timeout | undefined
  let blocker: number | null = null

  const keepAwake = (wanted: boolean) => {
    if (wanted && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (!wanted && blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }
  const read = (id: string): Run[] => {
    try {
      return [runs.read(id)]
    } catch {
      return [] // deleted: it trains no more
    }
  }
  const readAll = () => [...sitting].flatMap(read)

  function begin(id: string) {
    clearTimeout(ending)
    if (sitting.size === 0) began = performance.now()
    sitting.add(id)
    running.add(id)
  }
  function end(milliseconds: number) {
    const ended = readAll()
    sitting = new Set()
    listeners.progress(null)
    if (ended.length) listeners.ended(ended, milliseconds)
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.kind !== 'run') return
    const [run] = read(event.id)
    if (run?.status === 'running') begin(event.id)
    else if (!running.delete(event.id)) return
    keepAwake(running.size > 0)
    if (running.size > 0) return listeners.progress(shareOf(readAll()))
    for (const go of waiting) go()
    // A pause is no end: the sitting goes on with what is resumed.
    clearTimeout(ending)
    if (run?.status === 'paused') return
    const rests = performance.now()
    ending = setTimeout(() => end(rests - began), GAP_MILLISECONDS)
  })

  return {
    get active() {
      return running.size > 0
    },
    idle: (milliseconds) =>
      new Promise<void>((resolve) => {
        if (running.size === 0) return resolve()
        const go = () => {
          clearTimeout(limit)
          waiting.delete(go)
          resolve()
        }
        const limit = setTimeout(go, milliseconds)
        waiting.add(go)
      }),
    stop() {
      unsubscribe()
      clearTimeout(ending)
      keepAwake(false)
    },
  }
}
