import { describe, expect, it } from 'vitest'
import { detectColumns } from '../../../electron/importing/columns.ts'
import { detectDialect } from '../../../electron/importing/dialect.ts'
import { detectLabels, labelReader } from '../../../electron/importing/labels.ts'
import { summariseLengths } from '../../../shared/text/length-summary.ts'

describe('finding the delimiter', () => {
  it.each([
    [',', 'text,label\n"good, really",1\n"bad, sadly",0\n'],
    ['\t', 'good, really, very\t1\nbad, sadly\t0\n'],
    [';', 'text;label\ngood, really;1\nbad, sadly, yes;0\n'],
    ['|', 'text|label\ngood|1\nbad|0\n'],
  ])('takes %j', (delimiter, sample) => {
    expect(detectDialect(sample, true, {})).toMatchObject({ delimiter, width: 2 })
  })

  it('turns quoting off for tab files with quotes in the text, and on where a field needs it', () => {
    expect(detectDialect('"Great" phone\t1\nthe "best"\t1\n"odd\t0\n', true, {}).quoting).toBe(false)
    expect(detectDialect('"Great phone"\t1\nbad\t0\n', true, {}).quoting).toBe(false)
    expect(detectDialect('"say ""hi"""\t1\n"two\nlines"\t0\n', true, {}).quoting).toBe(true)
  })

  it('keeps quoting on for a CSV file with a single stray quote', () => {
    const rows = Array.from({ length: 20 }, (_, n) => `"a, b ${n}",1`)
    expect(detectDialect([...rows, '"open,1'].join('\n'), true, {}).quoting).toBe(true)
  })
})

describe('finding the columns', () => {
  const rows = (text: string) => text.split('\n').map((line) => line.split(','))

  it('finds header, text, label and part', () => {
    const sample =
      'id,split,review,stars\n1,train,a long and winding review,5\n2,test,another long review,1\n3,dev,short,4'
    expect(detectColumns(rows(sample), 4, {})).toMatchObject({
      header: true,
      textColumn: 2,
      labelColumn: 3,
      partColumn: 1,
    })
  })

  it('prefers label words to label numbers', () => {
    const sample = 'label,Text,num\nham,some words here,0\nspam,more words here,1\nham,words,0'
    expect(detectColumns(rows(sample), 3, {})).toMatchObject({ textColumn: 1, labelColumn: 0 })
  })

  it('sees that a file has no header', () => {
    expect(detectColumns(rows('a fine film,1\na bad film,0\nso so,1'), 2, {}).header).toBe(false)
    const words = Array.from({ length: 12 }, (_, n) => `film ${n} was nice,${n % 2 ? 'pos' : 'neg'}`).join('\n')
    expect(detectColumns(rows(words), 2, {}).header).toBe(false)
  })

  it('sees an unusual header above numbers', () => {
    expect(detectColumns(rows('Meinung,Note\nsehr gut,1\nschlecht,0\nna ja,0'), 2, {}).header).toBe(true)
  })
})

describe('finding the classes', () => {
  const labels = (...values: string[]) => detectLabels(values.map((value) => ({ value, count: 1 }))).labels

  it('puts the positive class last', () => {
    expect(labels('positive', 'negative')).toMatchObject({ classes: ['negative', 'positive'] })
    expect(labels('pos', 'neg')).toMatchObject({ classes: ['neg', 'pos'] })
    expect(labels('1', '0')).toMatchObject({ classes: ['0', '1'], map: { 0: 0, 1: 1 } })
    expect(labels('1', '-1')).toMatchObject({ classes: ['-1', '1'] })
    expect(labels('spam', 'ham')).toMatchObject({ classes: ['ham', 'spam'] })
  })

  it('takes two spellings of a label for one class', () => {
    expect(labels('Positive', 'negative', 'positive')).toMatchObject({
      classes: ['negative', 'Positive'],
      map: { Positive: 1, positive: 1, negative: 0 },
    })
    expect(labels('1', '1.0', '0')).toMatchObject({ classes: ['0', '1'], map: { 0: 0, 1: 1, '1.0': 1 } })
  })

  it('cuts stars at a threshold', () => {
    expect(labels('1', '2', '3', '4', '5')).toMatchObject({ kind: 'threshold', atLeast: 4 })
    expect(labels('1', '3', '7', '8', '10')).toMatchObject({ kind: 'threshold', atLeast: 7 })
  })

  it('survives labels that are names of object properties', () => {
    const read = labelReader(labels('constructor', '__proto__', 'toString'))
    expect(read('constructor')).toBeTypeOf('number')
    expect(read('valueOf')).toMatchObject({ reason: 'unmapped-label' })
  })
})

it('summarises lengths by nearest rank, every row in one bin', () => {
  // 100 rows with lengths 1 … 100
  const lengths = summariseLengths(new Map(Array.from({ length: 100 }, (_, n) => [n + 1, 1])))
  expect(lengths).toMatchObject({ min: 1, median: 50, p95: 95, max: 100 })
  expect(lengths.histogram.reduce((sum, { rows }) => sum + rows, 0)).toBe(100)
  expect(lengths.histogram[0]).toEqual({ upTo: 6, rows: 6 })
  expect(lengths.histogram.at(-1)?.upTo).toBeGreaterThanOrEqual(100)
})
