import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { stream } from '../../shared/engine/training/random.ts'
import { openServices } from '../../electron/services.ts'
import { importContent, temporaryFolder } from '../unit/electron/temporary-services.ts'
import { startChild } from './child.ts'
import { copyAsKilled } from './stopped-process.ts'

const KILLS = 8
const ROWS = 3000
const linux = process.platform === 'linux'

it.skipIf(!linux)(
  `at ${KILLS} random instants of edits of ${ROWS} rows in the thread, a kill leaves whole edits (Linux)`,
  async () => {
    const [files, folder] = [temporaryFolder(), temporaryFolder()]
    const services = await openServices({ dataFolder: folder, resources: null })
    const lines = Array.from({ length: ROWS }, (_, n) => `film ${n} was ${n % 3 ? 'good' : 'bad'},${n % 3 ? 'a' : 'b'}`)
    const { id } = await importContent(services, 'reviews.csv', `text,label\n${lines.join('\n')}\n`)
    await services.close()

    const random = stream(20261124, 'kill-bulk-edits')
    const child = startChild('bulk-edit-until-killed', folder, id)
    await child.until((line) => line === 'ready')
    for (let kill = 0; kill < KILLS; kill++) {
      const words = child.lines.length + 1 + random.int(2)
      await child.until(() => child.lines.length >= words)
      for (let turns = random.int(400); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve))
      const promised = Math.max(0, ...child.lines.map((line) => Number(line.replace('done ', '')) || 0))
      const copy = join(files, `copy-${kill}`)
      copyAsKilled(child.pid, folder, copy)

      const opened = await openServices({ dataFolder: copy, resources: null })
      const { revision, entries } = opened.edits.log(id)
      expect(revision, 'what was said to be done is there').toBeGreaterThanOrEqual(promised)
      const { classCounts, rowsKept } = opened.datasets.read(id).report
      expect(rowsKept).toBe(ROWS)
      for (const [label, count] of classCounts.entries()) {
        const total = async (): Promise<number> => {
          // As requests do: the host gets its turn between two of them.
          await new Promise((resolve) => setImmediate(resolve))
          const answer = await opened.edits.rows(id, { label, limit: 1000 })
          return answer.looking ? await total() : answer.total
        }
        expect(await total(), `kill ${kill}, class ${label}`).toBe(count)
      }
      await opened.close()

      const database = new DatabaseSync(join(copy, 'unroll.db'))
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      for (const entry of entries)
        expect(database.prepare('SELECT count(*) AS n FROM row_versions WHERE since = ?').get(entry.revision)).toEqual({
          n: entry.touched,
        })
      expect(database.prepare(`SELECT count(*) AS n FROM row_versions WHERE since > ${revision}`).get()).toEqual({
        n: 0,
      })
      database.close()
      rmSync(copy, { recursive: true })
    }
    await child.kill()
  },
  120_000,
)
