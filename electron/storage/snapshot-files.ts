import { readdirSync, rmSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { SnapshotInfo } from '../../shared/contract/snapshots.ts'
import type { Database } from './database.ts'
import { writeDurably } from './durable-file.ts'
import { makeFolder } from './make-folder.ts'
import type { Owner } from './owners.ts'

/**
 * Snapshots of runs: files in snapshots/, beside checkpoints/ and written as they are: a new file gets a new name, then the
 * row that names it is committed, then the file it replaces is removed.
 */
export function snapshotFiles(database: Database, owner: Owner) {
  const folder = join(database.folder, 'snapshots')
  makeFolder(folder)
  let written = 0
  const fileOf = (run: number, step: number) =>
    database.get<{ file: string }>('SELECT file FROM snapshots WHERE run = ? AND step = ?', run, step)?.file
  const remove = (file: string) => rm(join(folder, file), { force: true })

  return {
    /** By step, from the first. */
    list: (run: number): SnapshotInfo[] =>
      database
        .all<{ info: string }>('SELECT info FROM snapshots WHERE run = ? ORDER BY step', run)
        .map(({ info }) => JSON.parse(info) as SnapshotInfo),
    async read(run: number, step: number): Promise<Uint8Array<ArrayBuffer>> {
      // The same step may be written anew between the look at the name and the reading.
      for (let tries = 0; tries < 3; tries++) {
        const file = fileOf(run, step)
        const bytes = file && (await readFile(join(folder, file)).catch(() => null))
        if (bytes) return new Uint8Array(bytes)
      }
      throw new UnrollError('checkpoint-not-found', `This run has no snapshot of step ${step}.`)
    },
    async save(run: number, runId: string, info: SnapshotInfo, bytes: Uint8Array): Promise<void> {
      const file = `${runId}.${info.step}.${++written}.${owner.id}.safetensors`
      await writeDurably(join(folder, file), bytes)
      let replaced: string | undefined
      try {
        database.transaction(() => {
          replaced = fileOf(run, info.step)
          database.run(
            `INSERT INTO snapshots (run, step, file, info) VALUES (?, ?, ?, ?)
             ON CONFLICT (run, step) DO UPDATE SET file = excluded.file, info = excluded.info`,
            ...[run, info.step, file, JSON.stringify(info)],
          )
        })
      } catch (error) {
        await remove(file)
        throw error
      }
      if (replaced) await remove(replaced)
    },
    /**
     * Forgets the snapshots after a step (-1: all), inside a transaction of the caller.
     * @returns what removes their files, to be called when that transaction has been committed.
     */
    dropAfter(run: number, step: number): () => Promise<void> {
      const dropped = database.all<{ file: string }>('SELECT file FROM snapshots WHERE run = ? AND step > ?', run, step)
      database.run('DELETE FROM snapshots WHERE run = ? AND step > ?', run, step)
      return async () => void (await Promise.all(dropped.map(({ file }) => remove(file))))
    },
    /** Removes the files that no row names and whose writer is gone. Nobody has to hear of it: the run makes them again. */
    sweep(): void {
      const named = new Set(database.all<{ file: string }>('SELECT file FROM snapshots').map(({ file }) => file))
      for (const file of readdirSync(folder)) {
        const writer = /\.([0-9a-z]{16})\.safetensors(\.part)?$/.exec(file)?.[1]
        if (writer !== undefined && !named.has(file) && !owner.isAlive(writer))
          rmSync(join(folder, file), { force: true })
      }
    },
  }
}
export type SnapshotFiles = ReturnType<typeof snapshotFiles>
