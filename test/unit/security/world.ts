import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Hono } from 'hono'
import { createApi } from '../../../electron/api/app.ts'
import { guard } from '../../../electron/api/guard.ts'
import { openServices } from '../../../electron/services.ts'
import type { Services } from '../../../electron/services.ts'
import { checkpointAt, importContent, reviews, specOf, specRules, upload } from '../electron/temporary-services.ts'

import { snapshotAt } from './samples.ts'

export const token = 'the-token-of-this-test'
export const origin = 'http://127.0.0.1:4711'
/** What a browser with a session sends along. */
export const session = { host: '127.0.0.1:4711', cookie: `unroll-4711=${token}` }

/** Ids of things that are there, by kind, and of things that were there. */
export interface Ids {
  live: Record<string, string>
  deleted: Record<string, string>
  /** The live experiment, saved as an .unroll file. */
  saved: Uint8Array<ArrayBuffer>
}

/** A data folder with one thing of every kind, behind the browser host's gate. */
export interface World {
  services: Services
  api: Hono
  app: Hono
  ids: Ids
  /** Grows when any process has changed the database. */
  version(): number
  /** A hash of everything in the database and of every file beside it that is not SQLite's own. */
  state(): string
  close(): Promise<void>
}

/** Makes the folder that worlds are copies of, once. Call `remove` at the end. */
export async function makeSeed(): Promise<{ folder: string; ids: Ids; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-routes-'))
  const services = await openServices({ dataFolder: folder, resources: null })
  const make = async () => {
    const dataset = await importContent(services, 'r.csv', `${reviews}no label,\n`)
    // Two edits, the second taken back: there is something to undo and to redo.
    await services.edits.edit(dataset.id, { revision: 0, edit: { kind: 'text', id: 30, text: 'a new text' } })
    await services.edits.edit(dataset.id, { revision: 1, edit: { kind: 'delete', target: { ids: [31] } } })
    await services.edits.undo(dataset.id, null)
    const { id, runs } = await services.experiments.create({ dataset: dataset.id, spec: specOf() })
    await services.runs.saveCheckpoint(runs[0].id, 'last', checkpointAt(1))
    await services.runs.saveSnapshot(runs[0].id, 1, snapshotAt(1))
    const recipe = services.recipes.create(dataset.id, 'v', specRules())
    return { dataset: dataset.id, experiment: id, run: runs[0].id, recipe: recipe.id }
  }
  const live = await make()
  const saved = await services.files.save(live.experiment)
  const deleted = await make()
  services.recipes.remove(deleted.recipe)
  services.runs.remove(deleted.run)
  services.experiments.remove(deleted.experiment)
  services.datasets.remove(deleted.dataset)
  await services.close()
  return { folder, ids: { live, deleted, saved }, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A copy of the seed, opened. Imports live in memory, so each world has its own: one that waits and one cancelled. */
export async function openWorld(seed: { folder: string; ids: Ids }): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-world-'))
  cpSync(seed.folder, folder, { recursive: true })
  const services = await openServices({ dataFolder: folder, resources: null })
  const open = async () => (await services.imports.open('r.csv', upload(reviews))).id
  const ids: Ids = {
    live: { ...seed.ids.live, import: await open() },
    deleted: { ...seed.ids.deleted, import: await open() },
    saved: seed.ids.saved,
  }
  await services.imports.cancel(ids.deleted.import)
  const reader = new DatabaseSync(join(folder, 'unroll.db'), { readOnly: true })
  const api = createApi(services, { host: 'browser', page: null })
  return {
    services,
    api,
    app: guard(api, token),
    ids,
    version: () => Object.values(reader.prepare('PRAGMA data_version').get() ?? {})[0] as number,
    state() {
      const hash = createHash('sha256')
      const tables = reader.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
      for (const { name } of tables as { name: string }[])
        hash.update(name).update(JSON.stringify(reader.prepare(`SELECT * FROM "${name}"`).all()))
      for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
        if (file.isFile() && !/\.db(-wal|-shm|-journal)?$/.test(file.name)) {
          const path = join(file.parentPath, file.name)
          hash.update(path)
          if (!path.includes('live')) hash.update(readFileSync(path))
        }
      hash.update(JSON.stringify(services.imports.lastPreview(ids.live.import)))
      hash.update(JSON.stringify(services.imports.state(ids.live.import)))
      return hash.digest('hex')
    },
    async close() {
      reader.close()
      await services.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
