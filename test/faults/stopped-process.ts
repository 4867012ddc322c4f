import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a kill -9 at this instant would leave in a folder, without the time that a new process takes: the process is stopped
 * with all of its threads, its files are copied, and it goes on. Locks stay with the originals, as they end with a process.
 * Linux only: nothing else says when a process stands still.
 */
export function copyAsKilled(pid: number, folder: string, copy: string): void {
  try {
    copyStopped(pid, folder, copy)
  } finally {
    goOn(pid)
  }
}

/** The same, but the process stands still until `goOn`: what is looked at meanwhile does not grow, and has the machine to itself. */
export function copyStopped(pid: number, folder: string, copy: string): void {
  process.kill(pid, 'SIGSTOP')
  while (stateOf(pid) !== 'T') if (stateOf(pid) === 'Z') throw new Error('the child has ended')
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('-shm') })
}

export const goOn = (pid: number): boolean => process.kill(pid, 'SIGCONT')

/** The third field of /proc/PID/stat; the second, the name, may hold anything but ends with the last bracket. */
const stateOf = (pid: number): string =>
  readFileSync(join('/proc', String(pid), 'stat'), 'utf8')
    .split(')')
    .at(-1)
    ?.trim()
    .charAt(0) ?? ''
