import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RowEdit } from '../../../shared/contract/edits.ts'
import { openServices } from '../../../electron/services.ts'
import { importContent, reviews, specOf, temporaryFolder, temporaryServices } from '../electron/temporary-services.ts'
import { Copies, plain } from './copies.ts'

type Act = { edit: RowEdit } | { step: 'undo' | 'redo'; back: number }

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 44 }), { minLength: 1, maxLength: 6 })
const text = fc.constantFrom('good', 'bad film', 'a film was good', 'not bad')
const label = fc.integer({ min: 0, max: 1 })
const part = fc.constantFrom('train' as const, 'test' as const, null)
const target = fc.oneof(
  ids.map((ids) => ({ ids })),
  fc.record({ search: fc.constantFrom('film', 'good', '1'), label }).map((filter) => ({ filter })),
)
const act: fc.Arbitrary<Act> = fc.oneof(
  fc
    .record({ text, label, part })
    .map((row): Act => ({ edit: { kind: 'add', rows: [{ ...row, line: 0, originalLabel: '' }] } })),
  fc.record({ id: fc.integer({ min: 0, max: 44 }), text }).map((row): Act => ({ edit: { kind: 'text', ...row } })),
  fc
    .record({ id: fc.integer({ min: 0, max: 44 }), first: text, second: text })
    .map((row): Act => ({ edit: { kind: 'split', ...row } })),
  fc.record({ target, label }).map((edit): Act => ({ edit: { kind: 'relabel', ...edit } })),
  fc.record({ target, part }).map((edit): Act => ({ edit: { kind: 'part', ...edit } })),
  target.map((target): Act => ({ edit: { kind: 'delete', target } })),
  fc
    .record({ step: fc.constantFrom('undo' as const, 'redo' as const), back: fc.integer({ min: 0, max: 2 }) })
    .map((step): Act => step),
)

it('any history of edits, undoings and redoings has the rows that whole copies would have, at each of its revisions, also after a restart', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
      const folder = temporaryFolder()
      let services = await openServices({ dataFolder: folder, resources: null })
      const { id } = await importContent(services, 'reviews.csv', reviews)
      const rowsAt = async (revision?: number) =>
        (await services.edits.rows(id, { limit: 1000, revision })).rows.map(plain)
      const copies = new Copies(await rowsAt())
      const { edits } = services
      for (const one of acts) {
        const { revision } = edits.log(id)
        if ('edit' in one) {
          const result = await edits.edit(id, { revision, edit: one.edit }).catch((error: { code: string }) => error)
          if ('code' in result) expect(result.code).toBe('edit-conflict')
          expect(copies.edit(one.edit)).toBe('entry' in result && result.entry !== null)
        } else {
          const stack = edits.log(id)[one.step]
          const wanted = copies.step(one.step, one.back)
          expect(stack[one.back] ?? null).toBe(wanted)
          if (wanted === null) await expect(edits[one.step](id, 1e6)).rejects.toThrow(/edit|nothing/i)
          else await edits[one.step](id, wanted)
        }
        expect(await rowsAt()).toEqual(copies.now)
      }
      await services.close()
      services = await openServices({ dataFolder: folder, resources: null })
      for (const [revision, rows] of copies.at.entries()) expect(await rowsAt(revision)).toEqual(rows)
      const log = services.edits.log(id)
      expect([log.undo, log.redo]).toEqual([
        copies.undo.map(({ revision }) => revision).reverse(),
        copies.redo.map(({ revision }) => revision).reverse(),
      ])
      await services.close()
    }),
    { numRuns: 60, seed: 20261123 },
  )
}, 240_000)

it('the counts of a data set follow each edit at once, report and fingerprint a moment later', async () => {
  const services = await temporaryServices()
  const first = await importContent(services, 'reviews.csv', reviews)
  const told = new Promise<void>((resolve) => {
    services.events.subscribe((event) => {
      if (event.kind === 'datasets' && services.datasets.read(first.id).fingerprint !== '') resolve()
    })
  })
  const edit: RowEdit = { kind: 'delete', target: { filter: { label: 1 } } }
  expect(await services.edits.edit(first.id, { revision: 0, edit })).toMatchObject({
    revision: 1,
    entry: { touched: 20 },
  })
  expect(services.datasets.read(first.id).report).toMatchObject({ rowsKept: 20, classCounts: [20, 0] })
  await told
  const now = services.datasets.read(first.id)
  expect(now.report).toMatchObject({ rowsKept: 20, distinctTexts: 20, duplicates: 0 })
  expect(now.fingerprint).not.toBe(first.fingerprint)
  await services.edits.undo(first.id, null)
  const again = await services.experiments.create({
    dataset: first.id,
    spec: specOf(),
  })
  expect(again.spec.data).toBe(first.fingerprint)
  expect(again.revision).toBe(2)
})

it('a draft follows the newest rows; a comparison with a started run keeps its own and says how many edits have come since', async () => {
  const services = await temporaryServices()
  const { id } = await importContent(services, 'reviews.csv', reviews)
  const [draft, started] = [
    await services.experiments.create({ dataset: id, spec: specOf() }),
    await services.experiments.create({ dataset: id, spec: specOf() }),
  ]
  services.runs.update(started.runs[0].id, { status: 'running' })
  const before = await services.experiments.encoded(started.id, 'train')
  const followed = new Promise<void>((resolve) => {
    services.events.subscribe(() => services.experiments.read(draft.id).revision === 2 && resolve())
  })
  for (const row of [3, 4])
    await services.edits.edit(id, { revision: row - 3, edit: { kind: 'delete', target: { ids: [row] } } })
  await followed
  const [now, kept] = [services.experiments.read(draft.id), services.experiments.read(started.id)]
  expect(now).toMatchObject({ revision: 2, editsSince: 0 })
  expect(now.split.train + now.split.validation + now.split.test).toBe(38)
  expect(kept).toMatchObject({ revision: 0, editsSince: 2, spec: { data: started.spec.data } })
  expect(await services.experiments.encoded(started.id, 'train')).toEqual(before)
  expect(services.datasets.rows(id, { revision: 0, limit: 100 }).total).toBe(40)
})
