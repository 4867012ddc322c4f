import { describe, expect, it, vi } from 'vitest'
import type { Cleaning, Dataset, ImportOptions } from '../../../../shared/contract/dataset.ts'
import type { ImportChecks, TextChecks } from '../../../../shared/contract/import-checks.ts'
import type { Services } from '../../../../electron/services.ts'
import { temporaryServices, upload } from '../../electron/temporary-services.ts'

const filler = Array.from(
  { length: 30 },
  (_, n) => `number ${n} of the other sentences with words like w${n} and v${n}`,
)
const near = 'one two three four five six seven eight nine ten'
/** Line 2 is the first row. */
const file = [
  'text,label,split',
  // Most quotes close properly: so the broken one on line 41 is a mistake, not text.
  ...filler.map((text, n) => `${n < 5 ? `"${text}"` : text},${n % 2 ? 'pos' : 'neg'},${n < 20 ? 'train' : 'test'}`), // lines 2 to 31
  'A fine film,pos,train', // 32
  'a  FINE film,pos,train', // 33 repeats 32
  'A fine film,neg,train', // 34 repeats 32 with another label
  `${near},pos,train`, // 35
  `${near.replace('ten', 'eleven')},pos,train`, // 36: 8 of 10 word pairs are common
  `${filler[20]},neg,train`, // 37 stands on line 22, in the test part
  'café,pos,train', // 38
  'cafÃ© au lait for all of us,pos,train', // 39
  'this is <b>bold</b> and so on,neg,test', // 40
  '"broken,neg,test', // 41
  ',neg,test', // 42
].join('\n')

async function look(
  services: Services,
  content = file,
): Promise<{ id: string; options: ImportOptions; checks: ImportChecks }> {
  const { id, options } = await services.imports.open('reviews.csv', upload(content))
  await services.imports.check(id, options)
  await vi.waitFor(() => expect(services.imports.checks(id)?.state).not.toBe('running'), {
    timeout: 20_000,
    interval: 20,
  })
  return { id, options, checks: services.imports.checks(id) as ImportChecks }
}
const textsOf = ({ texts }: ImportChecks) => texts as TextChecks
const lines = (pairs: TextChecks['repeats']['pairs']) => pairs.map(({ first, second }) => [first.line, second.line])

describe('a look at all rows before an import', () => {
  it('finds what was planted, with lines', async () => {
    const { checks } = await look(await temporaryServices())
    expect(checks).toMatchObject({ state: 'done', error: null, rowsRead: 41, rowsKept: 39, rowsRefused: 2 })
    expect(checks.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [41, 'unclosed-quote'],
      [42, 'empty-text'],
    ])
    expect(checks.parts).toEqual({ train: 28, validation: 0, test: 11 })
    const texts = textsOf(checks)
    expect(lines(texts.repeats.pairs)).toEqual([
      [32, 33],
      [32, 34],
      [22, 37],
    ])
    expect(texts.conflicts).toMatchObject({ texts: 1, rows: 3 })
    expect(lines(texts.conflicts.pairs)).toEqual([[32, 34]])
    expect(lines(texts.near.pairs)).toEqual([[35, 36]])
    expect(texts.near).toMatchObject({ bySimilarity: [[80, 1]], compared: texts.distinctTexts })
    expect(texts.leaks).toMatchObject({ exact: 1, near: [] })
    expect(lines(texts.leaks?.pairs ?? [])).toEqual([[22, 37]])
    const odd = Object.fromEntries(texts.odd.map(({ oddity, examples }) => [oddity, examples.map(({ line }) => line)]))
    expect(odd).toMatchObject({ mojibake: [39], markup: [40], 'nearly-empty': [38] })
    expect(texts.encoding).toBeNull()
    expect(texts.language.main).toBe('en')
    expect(texts.words?.rows).toBe(39)
  })

  it('says that a file names no test part, and proposes UTF-8 for text read byte by byte', async () => {
    const services = await temporaryServices()
    const plain = `text,label\n${filler.map((text, n) => `${text} café,${n % 2}`).join('\n')}\n`
    const { id, options } = await services.imports.open('plain.csv', upload(plain))
    await services.imports.check(id, { ...options, encoding: 'windows-1252' })
    await vi.waitFor(() => expect(services.imports.checks(id)?.state).toBe('done'), { timeout: 20_000, interval: 20 })
    const texts = textsOf(services.imports.checks(id) as ImportChecks)
    expect(texts.leaks).toBeNull()
    expect(texts.encoding).toBe('utf-8')
    expect(texts.odd[0]).toMatchObject({ oddity: 'mojibake', rows: 30 })
  })

  it('stops when it is told, and when the import is cancelled or started', async () => {
    const services = await temporaryServices()
    const { id, options } = await services.imports.open('reviews.csv', upload(file))
    await services.imports.check(id, options)
    await services.imports.stopChecks(id)
    expect(services.imports.checks(id)).toBeNull()
    await services.imports.check(id, options)
    await services.imports.cancel(id)
    expect(() => services.imports.checks(id)).toThrow(/does not exist/)
  })
})

describe('leaving rows out', () => {
  async function clean(cleaning: Cleaning): Promise<{ dataset: Dataset; left: [number, string][] }> {
    const services = await temporaryServices()
    const { id, options } = await services.imports.open('reviews.csv', upload(file))
    services.imports.commit(id, { ...options, cleaning })
    const dataset = await services.imports.finished(id)
    const { rowsKept, rowsRefused, rowsRead } = dataset.report
    // Every row is accounted for, whatever is chosen.
    expect(rowsKept + rowsRefused).toBe(41)
    expect(rowsRead).toBe(41)
    const refused = services.datasets.refused(dataset.id).filter(({ line }) => line < 41)
    return { dataset, left: refused.map(({ line, reason }) => [line, reason]) }
  }

  it('does so by choice only', async () => {
    expect((await clean({})).left).toEqual([])
    expect((await clean({ odd: [] })).left).toEqual([])
  })
  it('keeps the first of repeats with one label', async () => {
    expect((await clean({ repeats: true })).left).toEqual([
      [33, 'duplicate'],
      [37, 'duplicate'],
    ])
  })
  it('drops every row of a text with several labels', async () => {
    expect((await clean({ conflicts: true })).left.map(([line]) => line)).toEqual([32, 33, 34])
  })
  it('drops near-repeats from the chosen similarity on', async () => {
    expect((await clean({ near: true })).left).toEqual([[36, 'near-duplicate']])
    expect((await clean({ near: true, similarity: 0.81 })).left).toEqual([])
  })
  it('takes out of training what stands in the test', async () => {
    expect((await clean({ leaks: 'exact' })).left).toEqual([[37, 'leak']])
  })
  it('drops odd texts, each counted once', async () => {
    const { dataset, left } = await clean({
      odd: ['markup', 'mojibake'],
      repeats: true,
      conflicts: true,
      leaks: 'near',
    })
    expect(left.map(([line]) => line)).toEqual([32, 33, 34, 37, 39, 40])
    expect(dataset.report.refusedByReason).toMatchObject({ 'odd-text': 2, 'conflicting-label': 3, leak: 1 })
  })
})

describe('a refused row that is mended', () => {
  it('is read again at once, kept at its place, and counted', async () => {
    const services = await temporaryServices()
    const { id, options } = await services.imports.open('reviews.csv', upload(file))
    const row = { file: 0, line: 41, raw: '"mended, at last",neg,test' }
    expect((await services.imports.mend(id, options, row)).kept).toMatchObject({
      text: 'mended, at last',
      part: 'test',
    })
    expect(await services.imports.mend(id, options, { ...row, raw: '"still open,neg,test' })).toMatchObject({
      ...{ kept: null, refused: { reason: 'unclosed-quote', line: 41 } },
    })
    services.imports.commit(id, { ...options, mended: [row] })
    const dataset = await services.imports.finished(id)
    expect(dataset.report).toMatchObject({ rowsKept: 40, rowsRefused: 1, mendedByHand: 1 })
    const { rows } = services.datasets.rows(dataset.id)
    expect(rows[rows.length - 1]).toMatchObject({ line: 41, text: 'mended, at last' })
  })
})
