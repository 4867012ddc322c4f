import { expect, it } from 'vitest'
import { CHANCE_PARTS, NOT_JUDGED, packVerdicts } from '../../../shared/contract/verdicts.ts'
import type { RowsQuery } from '../../../shared/contract/edits.ts'
import { checkpointAt, importContent, reviews, specOf, temporaryServices } from '../electron/temporary-services.ts'

it('verdicts of a run are kept by row, filtered and sorted by, follow a new class, and end with the text or the weights they are of', async () => {
  const services = await temporaryServices()
  const { edits, verdicts, runs } = services
  const { id } = await importContent(services, 'reviews.csv', reviews)
  const experiment = await services.experiments.create({ dataset: id, spec: specOf() })
  const run = experiment.runs[0].id
  // Else the draft would follow the edits, with other runs.
  runs.update(run, { status: 'running' })
  expect(await verdicts.judging(run)).toEqual({ revision: 0, checkpoint: null, stretches: 1, todo: [0] })
  await runs.saveCheckpoint(run, 'last', checkpointAt(3))
  expect(await verdicts.judging(run)).toMatchObject({ checkpoint: 3, todo: [0] })

  // 'film number 7 was good', all of whose words are in the vocabulary or unknown.
  const sentences = await verdicts.sentences(run, 0, 0)
  const { words } = services.experiments.vocabulary(experiment.id)
  const seventh = sentences.ids.subarray(sentences.offsets[7], sentences.offsets[8])
  expect([...sentences.rowIds]).toEqual(Array.from({ length: 40 }, (_, n) => n))
  expect([...seventh].map((word) => (word === 1 ? '?' : words[word])).join(' ')).toMatch(
    /^film number (7|\?) was good$/,
  )

  // Says class 1 of every third row and class 0 of the others; row n with the chance (500 + 10 n) in 1000; nothing of row 39.
  const classes = Uint8Array.from({ length: 40 }, (_, n) => (n === 39 ? NOT_JUDGED : n % 3 === 0 ? 1 : 0))
  const chances = Uint16Array.from({ length: 40 }, (_, n) => Math.round((0.5 + 0.01 * n) * CHANCE_PARTS))
  const bytes = packVerdicts({ classes, chances })
  const at = { revision: 0, checkpoint: 3 }
  expect(() => verdicts.save(run, 0, { ...at, checkpoint: 2 }, bytes)).toThrow(/trained on/)
  verdicts.save(run, 0, at, bytes)
  expect(await verdicts.judging(run)).toMatchObject({ todo: [] })

  const found = async (query: RowsQuery) => (await edits.rows(id, { judgedBy: run, limit: 100, ...query })).rows
  const ids = async (query: RowsQuery) => (await found(query)).map((row) => row.id)
  const all = await found({})
  const judged = all.filter((row) => row.id < 39)
  const said = (n: number) => (n % 3 === 0 ? 1 : 0)
  const right = judged.filter((row) => row.label === said(row.id)).map((row) => row.id)
  const wrong = judged.filter((row) => row.label !== said(row.id)).map((row) => row.id)
  expect(await ids({ verdict: 'right' })).toEqual(right)
  expect(await ids({ verdict: 'wrong' })).toEqual(wrong)
  expect(await ids({ verdict: 'none' })).toEqual([39])
  expect(await ids({ predicted: 1, search: 'good' })).toEqual(
    judged.filter((row) => said(row.id) === 1 && row.text.includes('good')).map((row) => row.id),
  )
  expect(await ids({ sort: 'sure', order: 'up' })).toEqual(Array.from({ length: 40 }, (_, n) => n))
  expect(await ids({ sort: 'sure', order: 'down' })).toEqual([...Array.from({ length: 39 }, (_, n) => 38 - n), 39])
  const { verdicts: shown } = await edits.rows(id, { judgedBy: run, limit: 40 })
  expect(shown?.[7]).toEqual({ predicted: 0, chance: expect.closeTo(0.57, 4) as number })
  expect(shown?.[39]).toBeNull()

  // Another class makes a right verdict a wrong one; another text makes it no verdict.
  const target = right[0]
  await edits.edit(id, {
    revision: 0,
    edit: { kind: 'relabel', target: { ids: [target] }, label: 1 - said(target) },
  })
  expect(await ids({ verdict: 'wrong' })).toEqual([...wrong, target].sort((a, b) => a - b))
  expect(await verdicts.judging(run)).toMatchObject({ todo: [] })
  await edits.edit(id, { revision: 1, edit: { kind: 'text', id: wrong[0], text: 'a text nobody has judged' } })
  expect(await ids({ verdict: 'none' })).toEqual([wrong[0], 39])
  expect((await edits.rows(id, { judgedBy: run, limit: 40 })).verdicts?.[wrong[0]]).toBeNull()
  expect(await verdicts.judging(run)).toMatchObject({ revision: 2, todo: [0] })
  // As the rows were before, what was said of them still holds.
  expect(await ids({ verdict: 'wrong', revision: 0 })).toEqual(wrong)

  // Weights that are no more have said nothing.
  await runs.saveCheckpoint(run, 'best', checkpointAt(4))
  expect(await ids({ verdict: 'none' })).toEqual(all.map((row) => row.id))
  expect(await verdicts.judging(run)).toMatchObject({ checkpoint: 4, todo: [0] })
  verdicts.save(run, 0, { revision: 2, checkpoint: 4 }, bytes)
  await runs.restart(run)
  await runs.saveCheckpoint(run, 'best', checkpointAt(4))
  expect(await ids({ verdict: 'none' })).toEqual(all.map((row) => row.id))
})
