import { readdirSync, rmSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { Database } from './database.ts'
import { makeFolder } from './make-folder.ts'
import { writeDurably } from './durable-file.ts'
import type { Owner } from './owners.ts'

export type Kind = 'last' | 'best'

/**
 * Safetensors files in checkpoints/. A new file gets a new name, then the row that names it is committed, then the file it
 * replaces is removed: at every moment the row names a whole file. Names end in their writer, whose death frees what no
 * row names.
 */
export function checkpointFiles(database: Database, owner: Owner) {
  const folder = join(database.folder, 'checkpoints')
  makeFolder(folder)
  let written = 0

  const rowOf = (run: number, kind: Kind) =>
    database.get<{ file: string; step: number }>(
      'SELECT file, step FROM checkpoints WHERE run = ? AND kind = ?',
      ...[run, kind],
    )

  return {
    steps: (run: number): Record<Kind, number | null> => ({
      last: rowOf(run, 'last')?.step ?? null,
      best: rowOf(run, 'best')?.step ?? null,
    }),
    async read(run: number, kind: Kind): Promise<Uint8Array<ArrayBuffer>> {
      // A newer file may take the place of this one between the look at its name and the reading.
      for (let tries = 0; tries < 3; tries++) {
        const row = rowOf(run, kind)
        const bytes = row && (await readFile(join(folder, row.file)).catch(() => null))
        if (bytes) return new Uint8Array(bytes)
      }
      throw new UnrollError('checkpoint-not-found', `This run has no ${kind} checkpoint. Train it first.`)
    },
    /** @param alongside is done in the transaction that makes the checkpoint valid. */
    async save(run: number, runId: string, kind: Kind, step: number, bytes: Uint8Array, alongside: () => void) {
      const file = `${runId}.${kind}.${++written}.${owner.id}.safetensors`
      await writeDurably(join(folder, file), bytes)
      let replaced: string | undefined
      try {
        database.transaction(() => {
          replaced = rowOf(run, kind)?.file
          database.run(
            `INSERT INTO checkpoints (run, kind, step, file, bytes, saved_at) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (run, kind) DO UPDATE SET step = excluded.step, file = excluded.file,
               bytes = excluded.bytes, saved_at = excluded.saved_at`,
            ...[run, kind, step, file, bytes.length, new Date().toISOString()],
          )
          alongside()
        })
      } catch (error) {
        await rm(join(folder, file), { force: true })
        throw error
      }
      if (replaced) await rm(join(folder, replaced), { force: true })
    },
    /** @param alongside is done in the transaction that forgets the checkpoints. */
    async drop(run: number, alongside: () => void): Promise<void> {
      const files = database.transaction(() => {
        const named = database.all<{ file: string }>('SELECT file FROM checkpoints WHERE run = ?', run)
        database.run('DELETE FROM checkpoints WHERE run = ?', run)
        alongside()
        return named
      })
      await Promise.all(files.map(({ file }) => rm(join(folder, file), { force: true })))
    },
    /** Removes the files that no row names and whose writer is gone. Answers how many. */
    sweep(): number {
      const named = new Set(database.all<{ file: string }>('SELECT file FROM checkpoints').map(({ file }) => file))
      const lost = readdirSync(folder).filter((file) => {
        const writer = /\.([0-9a-z]{16})\.safetensors(\.part)?$/.exec(file)?.[1]
        return writer !== undefined && !named.has(file) && !owner.isAlive(writer)
      })
      for (const file of lost) rmSync(join(folder, file), { force: true })
      return lost.length
    },
  }
}
export type CheckpointFiles = ReturnType<typeof checkpointFiles>
