import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeFolder } from './make-folder.ts'
import { newId } from './new-id.ts'
import type { Database } from './database.ts'

/**
 * Several processes may share a folder (the window and a terminal). Each has a name and holds an exclusive SQLite lock on
 * the file `live/<name>`. The operating system releases the lock when the process ends, however it ends, so another process
 * can tell the living from the dead without clocks, and without the numbers of processes, which are used again.
 */
export interface Owner {
  readonly id: string
  /** Owners whose process is gone; their leftovers may be swept. */
  readonly dead: readonly string[]
  isAlive(id: string): boolean
  close(): void
}

/** Registers this process, and finds those that ended without saying so. */
export function registerOwner(database: Database): Owner {
  const folder = join(database.folder, 'live')
  makeFolder(folder)
  const id = newId('run').slice(4)
  const path = (owner: string) => join(folder, owner)

  const isLocked = (owner: string) => {
    const probe = new DatabaseSync(path(owner))
    try {
      probe.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; ROLLBACK')
      return false
    } catch {
      return true
    } finally {
      probe.close()
    }
  }

  // One transaction: no other process can take a file that is made but not yet locked for a dead one.
  return database.transaction(() => {
    const known = database.all<{ id: string }>('SELECT id FROM owners').map((row) => row.id)
    const dead = known.filter((owner) => !isLocked(owner))
    // A process that died while it registered left a file but no row.
    for (const file of readdirSync(folder)) if (!known.includes(file)) rmSync(path(file), { force: true })
    const lock = new DatabaseSync(path(id))
    lock.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE')
    database.run('INSERT INTO owners (id, pid, opened_at) VALUES (?, ?, ?)', id, process.pid, new Date().toISOString())
    for (const owner of dead) {
      database.run('DELETE FROM owners WHERE id = ?', owner)
      rmSync(path(owner), { force: true })
    }
    return {
      id,
      dead,
      isAlive: (owner) =>
        owner === id || (database.get('SELECT 1 FROM owners WHERE id = ?', owner) !== undefined && isLocked(owner)),
      close: () => {
        if (!lock.isOpen) return
        database.run('DELETE FROM owners WHERE id = ?', id)
        lock.close()
        rmSync(path(id), { force: true })
      },
    }
  })
}
