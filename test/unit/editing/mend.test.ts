import { expect, it } from 'vitest'
import { importContent, temporaryServices } from '../electron/temporary-services.ts'

/** Rows 1 and 2 of the list of refused rows: too many columns, no label. */
const content = `text,label\nfine,good\npoor,bad\nso, so,good\nnothing,\n`
const broken = 'so, so,good'

it('a refused row that is mended after the import is read as the import would have, added at its line, and taken back by undo', async () => {
  const services = await temporaryServices()
  const { id } = await importContent(services, 'r.csv', content, {})
  const { edits } = services
  const addedTo = () => edits.refused(id).map(({ line, added }) => [line, added])
  const place = edits.refused(id).findIndex(({ raw }) => raw === broken)
  expect(place).toBeGreaterThanOrEqual(0)
  const before = addedTo()
  expect(edits.mend(id, place, broken)).toMatchObject({ kept: null, refused: { reason: 'too-many-columns', line: 4 } })
  const { kept } = edits.mend(id, place, '"so, so",good')
  expect(kept).toMatchObject({ text: 'so, so', label: 1, originalLabel: 'good', line: 4 })
  expect(() => edits.mend(id, 7, broken)).toThrow(/no refused row/)

  const add = { kind: 'add' as const, rows: [{ ...kept!, refused: place }] }
  const { ids } = await edits.edit(id, { revision: 0, edit: add })
  expect(addedTo()[place]).toEqual([4, ids[0]])
  await expect(edits.edit(id, { revision: 1, edit: add })).rejects.toMatchObject({ code: 'edit-conflict' })
  await expect.poll(() => services.datasets.read(id).report.mendedByHand).toBe(1)
  expect(services.datasets.read(id).report.rowsKept).toBe(3)
  await edits.undo(id, null)
  expect(addedTo()).toEqual(before)
  await expect.poll(() => services.datasets.read(id).report.mendedByHand).toBe(undefined)
  await edits.redo(id, null)
  expect(addedTo()[place]).toEqual([4, ids[0]])
  await edits.edit(id, { revision: 3, edit: { kind: 'delete', target: { ids } } })
  expect(addedTo()).toEqual(before)
})
