import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importFile } from '../../../electron/importing/import-file.ts'
import type { RowBlock } from '../../../electron/importing/row-block.ts'
import { openDatabase } from '../../../electron/storage/database.ts'
import { clearAbandoned } from '../../../electron/storage/clear-abandoned.ts'
import { datasetStore } from '../../../electron/storage/dataset-store.ts'
import { temporaryFolder, temporaryServices, upload } from '../electron/temporary-services.ts'

const ROWS = 40_000
const content = `text,label\n${Array.from({ length: ROWS }, (_, n) => `review ${n} ${'and so on '.repeat(25)},${n % 2}`).join('\n')}\n`

it('after a cancel not one block more is written, at most a piece more is read, and only then rows are removed', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'r.csv')
  writeFileSync(path, content)
  const database = openDatabase(folder)
  const datasets = datasetStore(database)
  const stopper = new AbortController()
  const steps: string[] = []
  const result = importFile(
    {
      ...datasets,
      discardSome: (target) => {
        steps.push('discard')
        return datasets.discardSome(target)
      },
    },
    {
      ...{ path, fileName: 'r.csv', bytes: content.length, origin: 'import', owner: 'me', signal: stopper.signal },
      options: {
        ...{ name: 'r', encoding: 'utf-8', delimiter: ',', quoting: true, header: true },
        ...{ textColumn: 0, labelColumn: 1, partColumn: null },
        labels: { kind: 'values', classes: ['0', '1'], map: { 0: 0, 1: 1 } },
      },
      sink: {
        append: (target, block: RowBlock | null, refused) => {
          datasets.appendBlock(target, block, refused)
          steps.push('write')
          if (steps.filter((step) => step === 'write').length < 2) return
          steps.push('cancel')
          stopper.abort()
        },
        end: () => void steps.push('end'),
      },
      onStopped: () => steps.push('stopped'),
      onProgress: () => steps.push('piece'),
    },
  )
  await expect(result).rejects.toMatchObject({ code: 'import-cancelled' })
  const after = steps.slice(steps.indexOf('cancel') + 1)
  expect(after.filter((step) => step === 'write')).toHaveLength(0)
  expect(after.filter((step) => step === 'piece').length).toBeLessThanOrEqual(1)
  expect(after.slice(after.indexOf('end'), after.indexOf('end') + 3)).toEqual(['end', 'stopped', 'discard'])
  expect(database.all('SELECT key FROM datasets')).toEqual([])
  expect(database.get('SELECT count(*) AS n FROM rows')).toEqual({ n: 0 })
  database.close()
})

it('a cancelled import in threads is answered while its rows are still there, and closing waits until they are gone', async () => {
  const folder = temporaryFolder()
  const services = await temporaryServices(folder)
  const { id, options } = await services.imports.open('r.csv', upload(content, 1 << 20))
  const midway = new Promise<void>((resolve) =>
    services.events.subscribe((event) => event.kind === 'import' && event.state.rowsKept > 8000 && resolve()),
  )
  services.imports.commit(id, options)
  await midway
  const states: string[] = []
  services.events.subscribe((event) => event.kind === 'import' && states.push(event.state.state))
  await services.imports.cancel(id)
  expect(states.at(-1)).toBe('cancelled')
  await services.close()
  const database = openDatabase(folder)
  expect(database.get('SELECT count(*) AS n FROM rows')).toEqual({ n: 0 })
  expect(database.all(`SELECT key FROM datasets WHERE state = 'importing'`)).toEqual([])
  database.close()
})

it('what a process that is gone left is removed in steps, some at once, and by the next start where this one ends first', async () => {
  const database = openDatabase(temporaryFolder())
  const datasets = datasetStore(database)
  const labels = { kind: 'values' as const, classes: ['0', '1'], map: {} }
  const options = { name: 'r', encoding: 'utf-8' as const, delimiter: ',' as const, quoting: true, header: true }
  const target = datasets.begin({
    ...{ name: 'r', fileName: 'r.csv', origin: 'import', owner: 'gone' },
    options: { ...options, textColumn: 0, labelColumn: 1, partColumn: null, labels },
  })
  const row = (id: number) => ({ id, line: id, text: 'a', label: 0, originalLabel: '0', part: null })
  datasets.append(
    target,
    Array.from({ length: 20_000 }, (_, id) => row(id)),
    [],
  )
  const count = () => database.get<{ n: number }>('SELECT count(*) AS n FROM rows')?.n
  expect(datasets.sweep((owner) => owner === 'gone')).toEqual([])
  expect(datasets.sweep(() => false)).toEqual(['r.csv'])
  expect(datasets.sweep(() => false)).toEqual([])
  const stop = clearAbandoned(datasets)
  expect(count()).toBe(4000)
  await stop()
  expect(count()).toBe(4000)
  expect(datasets.abandoned()).toHaveLength(1)
  await clearAbandoned(datasets)()
  expect(count()).toBe(0)
  expect(datasets.abandoned()).toEqual([])
  database.close()
})
