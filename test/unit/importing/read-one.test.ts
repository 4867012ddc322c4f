import { describe, expect, it } from 'vitest'
import { CUT_MARK } from '../../../shared/contract/dataset.ts'
import type { ImportOptions } from '../../../shared/contract/dataset.ts'
import { readOne, roleOf } from '../../../electron/importing/read-one.ts'
import type { KeptOptions } from '../../../electron/importing/read-one.ts'
import { temporaryServices, upload } from '../electron/temporary-services.ts'

const options: ImportOptions = {
  ...{ name: 'f', encoding: 'utf-8', delimiter: ',', quoting: true, header: true },
  ...{ textColumn: 1, labelColumn: 2, partColumn: null },
  labels: { kind: 'values', classes: ['bad', 'good'], map: { bad: 0, good: 1 } },
}
const csv: KeptOptions = { ...options, columns: { width: 3, names: null } }
const at = { line: 7 }

describe('a refused row, corrected by hand', () => {
  it('is read as the import would have read it, with the line that it had', () => {
    expect(readOne('4,"it was ""fine"", and\nlong",good', csv, at)).toEqual({
      kept: { line: 7, text: 'it was "fine", and\nlong', label: 1, originalLabel: 'good', part: null },
    })
  })

  it.each([
    ['', 'empty-text'],
    ['4,,good', 'empty-text'],
    ['4,a film', 'too-few-columns'],
    ['4,a film, long,good', 'too-many-columns'],
    ['4,"a film,good', 'unclosed-quote'],
    ['4,a film,great', 'unmapped-label'],
    ['4,a film,good\n5,another,bad', 'several-rows'],
  ])('%j is refused again: %s', (raw, reason) => {
    expect(readOne(raw, csv, at)).toMatchObject({ refused: { line: 7, reason, raw } })
  })

  it('of JSON is read by the names of the columns, wherever its keys stand', () => {
    const json: KeptOptions = { ...options, format: 'json-lines', columns: { width: 3, names: ['id', 'text', 'y'] } }
    const kept = { line: 7, text: 'a film', label: 1, originalLabel: 'good', part: null }
    expect(readOne('{"y":"good","text":"a film"}', json, at)).toEqual({ kept })
    expect(readOne('{"y":"good",\n  "text":"a film"}', { ...json, format: 'json-array' }, at)).toEqual({ kept })
    expect(readOne('["1","a film","good"]', { ...json, format: 'parquet' }, at)).toEqual({ kept })
    expect(readOne('{"y":', json, at)).toMatchObject({ refused: { reason: 'not-json' } })
  })

  it('of several files has the label of its own, which the message of its refusal names', () => {
    const files = [
      { name: 'a.pos', label: 'good', part: 'train' as const },
      { name: 'a', label: 'bad', part: null },
    ]
    const plain: KeptOptions = {
      ...{ ...options, format: 'plain', files, textColumn: 0, labelColumn: 1, partColumn: 2 },
      columns: { width: 1, names: ['Line'] },
    }
    const role = roleOf({ message: 'a.pos: The text is empty.' }, plain)
    expect(role).toEqual(files[0])
    expect(readOne('a film, with commas', plain, { line: 2, role })).toEqual({
      kept: { line: 2, text: 'a film, with commas', label: 1, originalLabel: 'good', part: 'train' },
    })
    expect(roleOf({ message: 'The text is empty.' }, plain)).toBeUndefined()
  })

  it('without knowledge of the columns takes the row as it stands', () => {
    expect(readOne('4,a film,good,more', options, at)).toMatchObject({ kept: { text: 'a film' } })
  })
})

it('a data set keeps how it was read, and refused rows whole up to 20,000 characters', async () => {
  const services = await temporaryServices()
  const long = 'long '.repeat(1000)
  const content = `text,label\nfine,good\npoor,bad\n"${long}"\n"${long.repeat(5)}"\n`
  const preview = await services.imports.open('r.csv', upload(content))
  services.imports.commit(preview.id, preview.options)
  const { id } = await services.imports.finished(preview.id)
  const [whole, cut] = services.datasets.refused(id)
  expect(whole.raw).toBe(`"${long}"`)
  expect(cut.raw.endsWith(CUT_MARK)).toBe(true)
})
