import type { ChangeEvent } from '../shared/contract/events.ts'
import type { EventHub } from './service-types.ts'

/** Tells every page (and the terminal) what changed. */
export function eventHub(): EventHub {
  const listeners = new Set<(event: ChangeEvent) => void>()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    emit: (event) => {
      for (const listener of [...listeners]) listener(event)
    },
  }
}
