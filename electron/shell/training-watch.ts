import { powerSaveBlocker } from 'electron'
import type { Services } from '../service-types.ts'

export interface TrainingWatch {
  readonly active: boolean
  /** Resolves when nothing trains any more, or after `milliseconds` at the latest. */
  idle(milliseconds: number): Promise<void>
  stop(): void
}

/** Knows which runs train, from the events of the services, and keeps the machine awake meanwhile. */
export function watchTraining({ events, runs }: Pick<Services, 'events' | 'runs'>): TrainingWatch {
  const running = new Set<string>()
  const waiting = new Set<() => void>()
  let blocker: number | null = null

  const keepAwake = (wanted: boolean) => {
    if (wanted && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (!wanted && blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }
  const isRunning = (id: string) => {
    try {
      return runs.read(id).status === 'running'
    } catch {
      return false // deleted: it trains no more
    }
  }
  const unsubscribe = events.subscribe((event) => {
    if (event.kind !== 'run') return
    if (isRunning(event.id)) running.add(event.id)
    else running.delete(event.id)
    keepAwake(running.size > 0)
    if (running.size === 0) for (const go of waiting) go()
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
      keepAwake(false)
    },
  }
}
