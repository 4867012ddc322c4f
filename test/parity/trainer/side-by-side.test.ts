import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApi } from '../../../electron/api/app.ts'
import { openServices } from '../../../electron/services.ts'
import type { Services } from '../../../electron/services.ts'
import type { Run } from '../../../shared/contract/experiment.ts'
import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../../shared/contract/spec.ts'
import { generateOrderReviews } from '../../../shared/tasks/negation-grammar.ts'
import { toCsv } from '../../../shared/tasks/csv.ts'
import { openBenchPage } from '../../browser/bench-page.ts'
import type { BenchPage } from '../../browser/bench-page.ts'

let page: BenchPage
let services: Services
let dataset: string
const folder = mkdtempSync(join(tmpdir(), 'unroll-side-by-side-'))

beforeAll(async () => {
  services = await openServices({ dataFolder: folder, resources: null })
  const rows = generateOrderReviews()
    .slice(0, 400)
    .map(({ text, label }) => [text, label])
  const csv = new TextEncoder().encode(toCsv([['text', 'label'], ...rows]))
  const preview = await services.imports.open('reviews.csv', [csv] as never)
  services.imports.commit(preview.id, preview.options)
  dataset = (await services.imports.finished(preview.id)).id
  const api = createApi(services, { host: 'browser', page: null })
  page = await openBenchPage('test/parity/trainer/pool-page.ts', {
    answer: async (request) => (new URL(request.url).pathname.startsWith('/api/') ? await api.fetch(request) : null),
  })
})
afterAll(async () => {
  await page?.close()
  await services?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Everything that is on disk of a run, the clock left out. */
async function kept({ id }: Run) {
  const { epochs, test, decay, status } = services.runs.read(id)
  const bytes = await services.runs.checkpoint(id, 'last')
  const header = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  return {
    ...{ status, test, decay, metrics: services.runs.metrics(id) },
    epochs: epochs.map(({ seconds: _, ...rest }) => rest),
    weights: Buffer.from(bytes.subarray(header)),
  }
}

it('three models that train side by side in the page end with the bits of three that train one after the other', async () => {
  const results = []
  for (const sideBySide of [false, true]) {
    const { runs } = await services.experiments.create({
      dataset,
      spec: {
        version: 1,
        text: { ...defaultText, maxLength: 16 },
        split: defaultSplit,
        training: { ...defaultTraining, epochs: 8, recordEvery: 2, earlyStopping: null },
        models: [defaultModel('ann-mean'), defaultModel('rnn'), defaultModel('lstm')],
        seed: 11,
      },
    })
    const ids = runs.map(({ id }) => id)
    const { endings, atOnce } = await page.call<{ endings: object; atOnce: number }>('train', ids, sideBySide)
    expect(Object.values(endings)).toEqual(['finished', 'finished', 'finished'])
    expect(atOnce).toBeGreaterThan(sideBySide ? 1 : 0)
    if (!sideBySide) expect(atOnce).toBe(1)
    results.push(await Promise.all(runs.map(kept)))
  }
  const [inTurn, together] = results
  expect(together).toEqual(inTurn)
  expect(inTurn.every(({ weights }) => weights.length > 1000)).toBe(true)
})
