import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { stream } from '../../shared/engine/training/random.ts'
import { openServices } from '../../electron/services.ts'
import { temporaryFolder } from '../unit/electron/temporary-services.ts'
import { startChild } from './child.ts'

const ROWS = 6000

it('a process killed in the middle of an import leaves whole data sets and nothing else', async () => {
  const folder = temporaryFolder()
  const file = join(temporaryFolder(), 'reviews.csv')
  const lines = Array.from({ length: ROWS }, (_, n) => `review number ${n} says ${n % 2 ? 'good' : 'bad'},${n % 2}`)
  writeFileSync(file, `text,label\n${lines.join('\n')}\n`)
  const random = stream(11, 'kill-import')
  const promised = new Set<string>()
  let cutOff = 0

  for (let round = 0; round < 6; round++) {
    const child = startChild('import-until-killed', folder, file)
    await child.until((line) => line === 'ready')
    // From the first word of an import to a few imports later.
    const words = child.lines.length + random.int(8)
    await child.until(() => child.lines.length > words)
    await child.kill()
    for (const line of child.lines) if (line.startsWith('committed')) promised.add(line.split(' ')[1])

    const services = await openServices({ dataFolder: folder, resources: null })
    const datasets = services.datasets.list()
    // What was promised is there; what is there is whole.
    expect(datasets.map(({ id }) => id)).toEqual(expect.arrayContaining([...promised]))
    expect(new Set(datasets.map(({ fingerprint }) => fingerprint)).size).toBeLessThanOrEqual(1)
    for (const { id, report } of datasets) {
      expect(report).toMatchObject({ rowsKept: ROWS, rowsRefused: 0 })
      expect(services.datasets.rows(id, { offset: ROWS - 1 })).toMatchObject({
        total: ROWS,
        rows: [{ id: ROWS - 1, line: ROWS + 1 }],
      })
    }
    cutOff += services.about().notices.filter((notice) => notice.includes('“reviews.csv” was cut off')).length
    await services.close()
    // Once told, it is not told again, and no half data set is left behind the scenes.
    const again = await openServices({ dataFolder: folder, resources: null })
    expect(again.about().notices).toEqual([])
    await again.close()
    expect(readdirSync(join(folder, 'live'))).toEqual([])
  }
  // The seed kills in the middle of an import at least once; else this test would show nothing.
  expect(cutOff).toBeGreaterThan(0)
})
