import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ChangeEvent } from '../../shared/contract/events.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import { isExperimentFile } from '../../shared/contract/experiment-file.ts'
import { isLessonFile } from '../../shared/contract/lessons.ts'
import { LARGEST_LESSON_FILE } from '../../shared/lessons/lesson-set.ts'
import type { EventHub, Services } from '../service-types.ts'

/**
 * Opens a file of this machine and asks the page to show it: a saved experiment or a lesson file as it is, anything else as an import.
 * @throws {UnrollError} when the file is empty, damaged, binary or cannot be read.
 */
export async function openFile(
  { imports, files, events }: Pick<Services, 'imports' | 'files' | 'events'>,
  path: string,
): Promise<string> {
  const unreadable = (error: Error) => {
    throw new UnrollError('file-unreadable', `“${basename(path)}” cannot be read: ${error.message}.`)
  }
  if (isLessonFile(path)) {
    const { size } = await stat(path).catch(unreadable)
    if (size > LARGEST_LESSON_FILE)
      throw new UnrollError(
        'file-too-large',
        `“${basename(path)}” has ${Math.ceil(size / 1024)} KiB; a lesson file has at most ${LARGEST_LESSON_FILE / 1024}.`,
      )
    events.emit({
      kind: 'open-lessons',
      fileName: basename(path),
      text: await readFile(path, 'utf8').catch(unreadable),
    })
    return basename(path)
  }
  if (isExperimentFile(path)) {
    const bytes = await readFile(path).catch(unreadable)
    const { id } = await files.open(basename(path), bytes)
    events.emit({ kind: 'open-experiment', id })
    return id
  }
  const { id } = await imports.open(basename(path), path)
  events.emit({ kind: 'open-import', id })
  return id
}

/**
 * A file named on the command line is read before any page listens. This hub keeps the latest 'open-…' until the
 * first listener is there; all other events only tell what to fetch again, and a new page fetches everything anyway.
 */
export function holdOpenImport(hub: EventHub): EventHub {
  let held: ChangeEvent | null = null
  let listeners = 0
  return {
    emit(event) {
      if (event.kind.startsWith('open-') && listeners === 0) held = event
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
