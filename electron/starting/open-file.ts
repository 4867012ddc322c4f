import { basename } from 'node:path'
import type { ChangeEvent } from '../../shared/contract/events.ts'
import type { EventHub, Services } from '../service-types.ts'

/**
 * Opens a file of this machine as an import and asks the page to show its preview.
 * @throws {UnrollError} when the file is empty, binary or cannot be read.
 */
export async function openFile(
  { imports, events }: Pick<Services, 'imports' | 'events'>,
  path: string,
): Promise<string> {
  const { id } = await imports.open(basename(path), path)
  events.emit({ kind: 'open-import', id })
  return id
}

/**
 * A file named on the command line is read before any page listens. This hub keeps the latest 'open-import' until the
 * first listener is there; all other events only tell what to fetch again, and a new page fetches everything anyway.
 */
export function holdOpenImport(hub: EventHub): EventHub {
  let held: ChangeEvent | null = null
  let listeners = 0
  return {
    emit(event) {
      if (event.kind === 'open-import' && listeners === 0) held = event
      else hub.emit(event)
    },
    subscribe(listener) {
      const unsubscribe = hub.subscribe(listener)
      listeners += 1
      const waiting = held
      held = null
      if (waiting) queueMicrotask(() => listener(waiting))
      let subscribed = true
      return () => {
        if (!subscribed) return
        subscribed = false
        listeners -= 1
        unsubscribe()
      }
    },
  }
}
