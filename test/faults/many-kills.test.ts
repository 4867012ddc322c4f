import { cpSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { stream } from '../../shared/engine/training/random.ts'
import { openServices } from '../../electron/services.ts'
import { first } from '../../electron/storage/migrations/001-first.ts'
import { temporaryFolder } from '../unit/electron/temporary-services.ts'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import { copyAsKilled } from './stopped-process.ts'

const KILLS = 200
/** A new folder now and then: what is imported again and again must be copied again and again. */
const KILLS_OF_ONE = 20
/** Processes that are killed side by side: while one gets on with its work, what is left of the other is looked at. */
const LANES = 2
const MIGRATIONS = 12
const SMALL = 500
const LARGE = 4500
const linux = process.platform === 'linux'
const csv = (rows: number, more = '') =>
  `text,label\n${Array.from({ length: rows }, (_, n) => `review ${n} is ${n % 2 ? 'good' : 'bad'}${more},${n % 2}`).join('\n')}\n`

it.skipIf(!linux)(
  `at ${KILLS} random instants of importing, editing and saving, a kill leaves what was committed and nothing else (Linux)`,
  async () => {
    const files = temporaryFolder()
    writeFileSync(join(files, 'small.csv'), csv(SMALL))
    writeFileSync(join(files, 'large.csv'), csv(LARGE, ' and so on'.repeat(100)))
    expect(statSync(join(files, 'large.csv')).size).toBeGreaterThan(4 * 1024 * 1024) // read in threads
    const counts = { cutOff: 0, seen: 0 }

    const lane = async (name: string) => {
      const random = stream(12, 'many-kills', name)
      let folder = ''
      let child: Child | null = null
      for (let kill = 0; kill < KILLS / LANES; kill++) {
        if (!child || kill % KILLS_OF_ONE === 0) {
          await child?.kill()
          folder = temporaryFolder()
          child = startChild('work-until-killed', folder, join(files, 'small.csv'), join(files, 'large.csv'))
          await child.until((line) => line === 'ready')
        }
        const copy = join(files, `copy-${name}-${kill}`)
        // Some turns of this event loop, or until the child has said a few more words: never twice the same instant.
        const said = child.lines
        const words = said.length + random.int(4)
        await child.until(() => said.length >= words)
        for (let turns = random.int(200); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve))
        const promised = promisesOf(said)
        copyAsKilled(child.pid, folder, copy)
        const heard = said.length
        const { datasets, cutOff } = await lookAt(copy)
        expect(cutOff).toBeLessThanOrEqual(1)
        counts.cutOff += cutOff
        counts.seen += datasets.size
        // What the child had said by the kill may still have been in the pipe; with its next word all of that is here.
        await child.until(() => said.length > heard)
        expectKept(datasets, promised, promisesOf(said), `kill ${name}-${kill}`)
      }
      await child?.kill()
    }
    await Promise.all(Array.from({ length: LANES }, (_, n) => lane(String(n))))
    // Some fall into an import, some between two; else this test would show nothing.
    expect(counts.cutOff).toBeGreaterThan(10)
    expect(counts.cutOff).toBeLessThan(KILLS)
    expect(counts.seen).toBeGreaterThan(KILLS)
  },
  600_000,
)

it.skipIf(!linux)(
  'a kill in the middle of a migration leaves the database of before or the one of after (Linux)',
  async () => {
    const files = temporaryFolder()
    const rows = 30_000
    const seen = new Set<number>()
    const old = join(files, 'old')
    mkdirSync(old)
    oldDatabase(old, rows)
    const lane = async (name: string) => {
      const random = stream(13, 'many-kills', name)
      for (let kill = 0; kill < MIGRATIONS / LANES; kill++) {
        const folder = join(files, `old-${name}-${kill}`)
        cpSync(old, folder, { recursive: true })
        const child = startChild('open-folder', folder)
        await child.until((line) => line === 'ready')
        const enough = random.int(6 * 1024 * 1024)
        const log = () => statSync(join(folder, 'unroll.db-wal'), { throwIfNoEntry: false })?.size ?? 0
        while (log() < enough && !child.lines.includes('open')) await new Promise((resolve) => setImmediate(resolve))
        const copy = join(files, `copy-${name}-${kill}`)
        if (child.lines.includes('open')) seen.add(3)
        else {
          copyAsKilled(child.pid, folder, copy)
          const before = new DatabaseSync(join(copy, 'unroll.db'))
          seen.add((before.prepare('PRAGMA user_version').get() as { user_version: number }).user_version)
          before.close()
          const services = await openServices({ dataFolder: copy, resources: null })
          const [{ id }] = services.datasets.list()
          expect(services.datasets.rows(id, { offset: rows - 1 })).toMatchObject({
            total: rows,
            rows: [{ id: rows - 1 }],
          })
          await services.close()
        }
        await child.until((line) => line === 'open')
        await child.kill()
      }
    }
    await Promise.all(Array.from({ length: LANES }, (_, n) => lane(String(n))))
    expect(seen).toContain(1)
  },
  300_000,
)

/** Opens what a kill has left as the next start would. Whatever is there is whole. Answers the names of the data sets by id. */
async function lookAt(copy: string): Promise<{ datasets: Map<string, string>; cutOff: number }> {
  const services = await openServices({ dataFolder: copy, resources: null })
  const found = services.datasets.list()
  for (const { id, report } of found) {
    expect([SMALL, LARGE]).toContain(report.rowsKept)
    expect(services.datasets.rows(id, { offset: report.rowsKept - 1, limit: 2 })).toMatchObject({
      total: report.rowsKept,
      rows: [{ id: report.rowsKept - 1, line: report.rowsKept + 1 }],
    })
  }
  const cutOff = services.about().notices.filter((notice) => notice.includes('“reviews.csv” was cut off')).length
  await services.close()
  const database = new DatabaseSync(join(copy, 'unroll.db'))
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  expect(database.prepare(`SELECT count(*) AS n FROM datasets WHERE state = 'importing'`).get()).toEqual({ n: 0 })
  expect(
    database.prepare('SELECT count(*) AS n FROM rows WHERE dataset NOT IN (SELECT key FROM datasets)').get(),
  ).toEqual({ n: 0 })
  database.close()
  rmSync(copy, { recursive: true })
  return { datasets: new Map(found.map(({ id, name }) => [id, name])), cutOff }
}

/** What had been said to be done is there. `later`: what has been said since, too. */
function expectKept(
  datasets: ReadonlyMap<string, string>,
  promised: ReadonlyMap<string, Promised>,
  later: ReadonlyMap<string, Promised>,
  where: string,
): void {
  for (const [id, { names, deleted }] of promised) {
    if (deleted) continue
    const name = datasets.get(id)
    // The oldest may have been deleted in the moment between its word and the kill.
    if (name === undefined) expect(later.get(id)?.deleted ? id : oldestOf(later), where).toBe(id)
    else
      expect(
        names.at(-1)?.startsWith('second') ? [names.at(-1)] : [names[0], names[0].replace('first', 'second')],
      ).toContain(name)
  }
}

interface Promised {
  names: string[]
  deleted: boolean
}

/** What the child has said to be done, by data set. */
function promisesOf(lines: readonly string[]): Map<string, Promised> {
  const promised = new Map<string, Promised>()
  for (const line of lines) {
    const [word, id, ...name] = line.split(' ')
    if (word === 'made') promised.set(id, { names: [name.join(' ')], deleted: false })
    if (word === 'renamed') promised.get(id)?.names.push(name.join(' '))
    const gone = word === 'deleted' ? promised.get(id) : undefined
    if (gone) gone.deleted = true
  }
  return promised
}

const oldestOf = (promised: ReadonlyMap<string, Promised>) => [...promised].find(([, { deleted }]) => !deleted)?.[0]

/** A data folder as version 0.1.0 left it. */
function oldDatabase(folder: string, rows: number): void {
  const database = new DatabaseSync(join(folder, 'unroll.db'))
  database.exec(`PRAGMA journal_mode = WAL; ${first}; PRAGMA user_version = 1`)
  const report = { rowsRead: rows, rowsKept: rows, rowsRefused: 0, refusedByReason: {}, classCounts: [rows, 0] }
  database
    .prepare(
      `INSERT INTO datasets (key, id, state, name, file_name, origin, created_at, classes, options, fingerprint, report)
       VALUES (1, 'dataset-0000000000000000', 'ready', 'old', 'old.csv', 'import', '2026-01-01', '["a","b"]', '{}', 'x', ?)`,
    )
    .run(JSON.stringify(report))
  const insert = database.prepare(`INSERT INTO rows VALUES (1, ?, ?, ?, 0, 'a', NULL)`)
  database.exec('BEGIN')
  for (let n = 0; n < rows; n++)
    insert.run(n, n + 2, `a review with the number ${n} and a good many words more ${'x'.repeat(100)}`)
  database.exec('COMMIT')
  database.close()
}
