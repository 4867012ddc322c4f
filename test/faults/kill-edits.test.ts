import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { stream } from '../../shared/engine/training/random.ts'
import { openServices } from '../../electron/services.ts'
import { importContent, reviews, temporaryFolder } from '../unit/electron/temporary-services.ts'
import { Copies, plain } from '../unit/editing/copies.ts'
import { startChild } from './child.ts'
import { editActs } from './edit-acts.ts'
import { copyStopped, goOn } from './stopped-process.ts'

const KILLS = 60
const SEED = 20261124
const linux = process.platform === 'linux'

it.skipIf(!linux)(
  `at ${KILLS} random instants of editing, undoing and redoing, a kill leaves whole edits: every revision as whole copies say (Linux)`,
  async () => {
    const [files, folder] = [temporaryFolder(), temporaryFolder()]
    const services = await openServices({ dataFolder: folder, resources: null })
    const { id } = await importContent(services, 'reviews.csv', reviews)
    const naive = play(new Copies((await services.edits.rows(id, { limit: 1000 })).rows.map(plain)))
    await services.close()

    const random = stream(SEED, 'kill-edits')
    const child = startChild('edit-until-killed', folder, id, String(SEED))
    await child.until((line) => line === 'ready')
    const heads = new Set<number>()
    for (let kill = 0; kill < KILLS; kill++) {
      const words = child.lines.length + random.int(6)
      await child.until(() => child.lines.length >= words)
      for (let turns = random.int(100); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve))
      const promised = doneIn(child.lines)
      const copy = join(files, `copy-${kill}`)
      copyStopped(child.pid, folder, copy)

      const opened = await openServices({ dataFolder: copy, resources: null })
      const log = opened.edits.log(id)
      expect(log.revision, `kill ${kill}: what was said to be done is there`).toBeGreaterThanOrEqual(promised)
      const { at, stacks } = naive(log.revision)
      for (let revision = 0; revision <= log.revision; revision++) {
        const { rows } = await opened.edits.rows(id, { limit: 1000, revision })
        expect(rows.map(plain), `kill ${kill}, revision ${revision}`).toEqual(at[revision])
      }
      expect([log.undo, log.redo]).toEqual(stacks[log.revision])
      const now = at[log.revision]
      expect(opened.datasets.read(id).report).toMatchObject({
        rowsKept: now.length,
        classCounts: [0, 1].map((label) => now.filter((row) => row.label === label).length),
      })
      heads.add(log.revision)
      await opened.close()

      const database = new DatabaseSync(join(copy, 'unroll.db'))
      const count = (what: string) => database.prepare(`SELECT count(*) AS n FROM ${what}`).get()
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      expect(count('edits')).toEqual({ n: log.revision })
      expect(count(`row_versions WHERE since > ${log.revision}`), 'versions without an edit').toEqual({ n: 0 })
      database.close()
      rmSync(copy, { recursive: true })
      goOn(child.pid)
    }
    await child.kill()
    // The kills fall on many states, else this test would show nothing.
    expect(heads.size).toBeGreaterThan(KILLS / 2)
  },
  300_000,
)

/** The newest revision that the child has said to be committed. */
const doneIn = (lines: readonly string[]): number =>
  Math.max(0, ...lines.filter((line) => line.startsWith('done ')).map((line) => Number(line.split(' ')[1])))

/** Plays the same acts with whole copies, as far as asked: the rows, and what can be undone and redone, at each revision. */
function play(copies: Copies) {
  const acts = editActs(SEED)
  const stacks: number[][][] = [[[], []]]
  return (revision: number) => {
    while (copies.at.length <= revision) {
      const act = acts.next().value
      if (act.kind === 'edit') copies.edit(act.edit(copies.now))
      else copies.step(act.kind, act.back)
      stacks[copies.at.length - 1] = [copies.undo, copies.redo].map((steps) =>
        steps.map((step) => step.revision).reverse(),
      )
    }
    return { at: copies.at, stacks }
  }
}
