import { appendFileSync, closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { logEntry } from '../../shared/contract/log.ts'
import type { LogEntry, LogLevel } from '../../shared/contract/log.ts'
import { makeFolder } from './make-folder.ts'

/** A full log becomes log/unroll.1.log; so much is kept of it besides. Bytes. */
const MOST_BYTES = 1024 * 1024
/** Enough for the last days; what is older is read in the file itself. */
const READ_BYTES = 128 * 1024

/** What happened, for the user to read and pass on; it never leaves this machine by itself. */
export interface LogFile {
  readonly path: string
  write(level: LogLevel, text: string): void
  /** Newest first. */
  read(): LogEntry[]
}

/**
 * A line of JSON per entry, so that no text can pass for another entry. A log that cannot be written must not stop anything:
 * a full disk is said elsewhere, by what really needs it.
 */
export function logFile(dataFolder: string): LogFile {
  const folder = join(dataFolder, 'log')
  const path = join(folder, 'unroll.log')

  return {
    path,
    write(level, text) {
      const entry: LogEntry = { at: new Date().toISOString(), level, text: text.slice(0, 8000) }
      try {
        makeFolder(folder)
        const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
        if (size > MOST_BYTES) renameSync(path, join(folder, 'unroll.1.log'))
        appendFileSync(path, `${JSON.stringify(entry)}\n`)
      } catch {
        // See above.
      }
    },
    read: () => tailOf(path).flatMap(entryOf).reverse(),
  }
}

function tailOf(path: string): string[] {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return [] // nothing has happened yet
  }
  try {
    const { size } = fstatSync(file)
    const bytes = Buffer.alloc(Math.min(size, READ_BYTES))
    const read = readSync(file, bytes, 0, bytes.length, size - bytes.length)
    const lines = bytes.toString('utf8', 0, read).split('\n')
    // The first line is cut unless it is the first of the file.
    return size > READ_BYTES ? lines.slice(1) : lines
  } finally {
    closeSync(file)
  }
}

/** A line that a power cut left unfinished is passed over. */
function entryOf(line: string): LogEntry[] {
  try {
    const parsed = logEntry.safeParse(JSON.parse(line))
    return parsed.success ? [parsed.data] : []
  } catch {
    return []
  }
}
