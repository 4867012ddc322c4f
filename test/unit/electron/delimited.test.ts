import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { DelimitedReader, LONGEST_LINE, LONGEST_QUOTED } from '../../../electron/importing/delimited.ts'
import type { RawRow } from '../../../electron/importing/formats/record-reader.ts'
import type { Dialect } from '../../../electron/importing/delimited.ts'

const csv: Dialect = { delimiter: ',', quoting: true }

function read(text: string, dialect: Dialect = csv, pieces = [text.length]): RawRow[] {
  const reader = new DelimitedReader(dialect)
  const rows: RawRow[] = []
  let at = 0
  for (const size of pieces) rows.push(...reader.push(text.slice(at, (at += size))))
  return [...rows, ...reader.push(text.slice(at), true)]
}
const cells = (rows: RawRow[]) => rows.map((row) => row.cells)

describe('reading delimited text', () => {
  it('agrees with PapaParse on everything that PapaParse writes, however the text is cut into pieces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ö', '"', ',', '\n', '\r\n', ' ', '\t', '😀'), maxLength: 8 })
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      )
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.integer({ min: 1, max: 9 })),
        (rows, newline, cuts) => {
          const text = Papa.unparse(rows, { newline, quotes: true })
          expect(cells(read(text, csv, cuts))).toEqual(rows)
        },
      ),
      { seed: 20, numRuns: 500 },
    )
  })

  it('gives the physical line on which each row begins, also behind line ends inside quotes', () => {
    const text = 'a,b\n"one\ntwo\nthree",x\n\n\n"y",z\nlast,row'
    expect(read(text).map(({ line, cells }) => [line, cells[0]])).toEqual([
      [1, 'a'],
      [2, 'one\ntwo\nthree'],
      [7, 'y'],
      [8, 'last'],
    ])
  })

  it.each([
    ['\\n', 'a,b\nc,d\n'],
    ['\\r\\n', 'a,b\r\nc,d\r\n'],
    ['\\r', 'a,b\rc,d\r'],
    ['a mixture', 'a,b\r\nc,d\n'],
    ['quoted fields before \\r\\n', '"a","b"\r\n"c","d"\r\n'],
  ])('ends lines at %s', (_, text) => {
    expect(cells(read(text))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('takes \\r\\n for one line end when a piece ends between the two', () => {
    expect(read('a,b\r\nc,d\r\n', csv, [4, 1]).map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, 'a', 'b'],
      [2, 'c', 'd'],
    ])
  })

  it('keeps a quote in the middle of a field, and an undoubled one inside a quoted field of one line', () => {
    expect(cells(read('5" pipe,1\n"He said "hi" to me",0\n'))).toEqual([
      ['5" pipe', '1'],
      ['He said "hi" to me', '0'],
    ])
  })

  it('refuses only the line whose quote is never closed and loses none of its neighbours', () => {
    const rows = read('good,1\n"bad start,0\nfine,1\nalso fine,0\n')
    expect(rows.map(({ line, unclosed, raw }) => ({ line, unclosed, raw }))).toEqual([
      { line: 1, unclosed: false, raw: 'good,1' },
      { line: 2, unclosed: true, raw: '"bad start,0' },
      { line: 3, unclosed: false, raw: 'fine,1' },
      { line: 4, unclosed: false, raw: 'also fine,0' },
    ])
  })

  it('does not join two rows when the second one happens to close the quote of the first', () => {
    const rows = read('"lost quote,0\n"whole",1\nlast,0\n')
    expect(rows.map(({ unclosed, cells }) => [unclosed, ...cells])).toEqual([
      [true, '"lost quote,0'],
      [false, 'whole', '1'],
      [false, 'last', '0'],
    ])
  })

  it('takes quotes for text where quoting is off', () => {
    const rows = read('"a\tb" c\t1\n"d\t0\n', { delimiter: '\t', quoting: false })
    expect(cells(rows)).toEqual([
      ['"a', 'b" c', '1'],
      ['"d', '0'],
    ])
  })

  it('gives a quote up that is open for too long, and goes on with the next line', () => {
    const reader = new DelimitedReader(csv)
    const piece = 'x,1\n'.repeat(16_384)
    const pieces = Math.ceil(LONGEST_QUOTED / piece.length) + 1
    const rows = [reader.push('"open,0\n'), ...Array.from({ length: pieces }, () => reader.push(piece))].flat()
    expect(rows[0]).toMatchObject({ line: 1, unclosed: true })
    expect(rows.slice(1).every(({ cells }) => cells.length === 2)).toBe(true)
    expect(rows).toHaveLength(1 + pieces * 16_384)
  })

  it('stops at a line that is no line of text', () => {
    const reader = new DelimitedReader(csv)
    expect(() => reader.push('x'.repeat(LONGEST_LINE + 1))).toThrow(`line 1 is longer than ${LONGEST_LINE}`)
  })
})
