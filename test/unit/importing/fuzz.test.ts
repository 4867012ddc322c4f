import { describe, expect, it } from 'vitest'
import { gzipSync } from 'node:zlib'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import type { ImportOptions } from '../../../shared/contract/dataset.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import type { Random } from '../../../shared/engine/training/random.ts'
import { DelimitedReader } from '../../../electron/importing/delimited.ts'
import { decoderFor } from '../../../electron/importing/encoding.ts'
import { JsonArrayReader } from '../../../electron/importing/formats/json-array.ts'
import { JsonLinesReader } from '../../../electron/importing/formats/json-lines.ts'
import type { RawRow, RecordReader } from '../../../electron/importing/formats/record-reader.ts'
import { previewFile } from '../../../electron/importing/preview.ts'
import { readFileRows } from '../../../electron/importing/read-file.ts'
import { rowReader } from '../../../electron/importing/row-reader.ts'
import { UnrollError } from '../../../shared/contract/errors.ts'
import { temporaryFolder } from '../electron/temporary-services.ts'

const FILES = 10_000
const WHOLE_IMPORTS = 600
const names = ['text', 'label']

/** Files as people have them, to be broken. */
const seeds: ((random: Random) => string)[] = [
  () => 'text,label\n"a good, long film",1\n"he said ""no""",0\nplain,1\n',
  () => 'text\tlabel\r\nthe film was "fine\t1\r\nanother one\t0\r\n',
  () => '"multi\nline";pos\nsecond;neg\n"third";pos\n',
  () => '{"text":"one","label":1}\n{"text":"two \\"q\\"","label":0}\n',
  () => '[{"text":"one, [x]","label":1},\n {"text":"two","label":{"a":[2]}}]\n',
  (random) => `a|b\n${'x'.repeat(random.int(3000))}|1\n`,
]
const pieces = [
  '"',
  '""',
  ',',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\0',
  ';',
  '{',
  '}',
  '[',
  ']',
  '\\',
  '\uFEFF',
  'é',
  '😀',
  ' ',
  '\uFFFD',
]

function mutate(text: string, random: Random): string {
  let mutated = text
  for (let change = 1 + random.int(6); change > 0; change--) {
    const at = random.int(mutated.length + 1)
    const to = Math.min(mutated.length, at + random.int(8))
    const kind = random.int(4)
    if (kind === 0) mutated = mutated.slice(0, at) + pieces[random.int(pieces.length)] + mutated.slice(at)
    else if (kind === 1) mutated = mutated.slice(0, at) + mutated.slice(to)
    else if (kind === 2) mutated = mutated.slice(0, to) + mutated.slice(at, to) + mutated.slice(to)
    else
      mutated =
        mutated.slice(0, at) + mutated.slice(at).split('').reverse().join('').slice(0, 40) + mutated.slice(at + 40)
  }
  return mutated
}

const readers: (() => RecordReader)[] = [
  () => new DelimitedReader({ delimiter: ',', quoting: true }),
  () => new DelimitedReader({ delimiter: '\t', quoting: false }),
  () => new DelimitedReader({ delimiter: ';', quoting: true }),
  () => new DelimitedReader({ delimiter: '|', quoting: true }),
  () => new DelimitedReader({ delimiter: '\n', quoting: false }),
  () => new JsonLinesReader(names),
  () => new JsonArrayReader(names),
]
/** What may lie between two records: line ends, blanks around JSON, the brackets and commas of an array. */
const between = [/^[\r\n]*$/, /^[\r\n]*$/, /^[\r\n]*$/, /^[\r\n]*$/, /^[\r\n]*$/, /^\s*$/, /^[\s\uFEFF,[\]]*$/]

/** Every character belongs to one record, in order, or is one that divides them. */
function account(text: string, rows: readonly RawRow[], gap: RegExp): void {
  let at = 0
  for (const { raw } of rows) {
    const found = text.indexOf(raw, at)
    expect(found, `${JSON.stringify(raw)} of ${JSON.stringify(text)}`).toBeGreaterThanOrEqual(at)
    expect(text.slice(at, found), JSON.stringify(text)).toMatch(gap)
    at = found + raw.length
  }
  expect(text.slice(at), JSON.stringify(text)).toMatch(gap)
}

function readInPieces(reader: RecordReader, text: string, random: Random): RawRow[] {
  const rows: RawRow[] = []
  let at = 0
  while (at < text.length) {
    const to = Math.min(text.length, at + 1 + random.int(Math.max(2, text.length >> 2)))
    rows.push(...reader.push(text.slice(at, to)))
    at = to
  }
  return [...rows, ...reader.push('', true)]
}

const options = (changes: Partial<ImportOptions>): ImportOptions => ({
  ...{ name: 'f', encoding: 'utf-8', delimiter: ',', quoting: true, header: false },
  ...{ textColumn: 0, labelColumn: 1, partColumn: null },
  labels: { kind: 'values', classes: ['0', '1'], map: { '0': 0, '1': 1 } },
  ...changes,
})

describe('files broken at random', () => {
  it(`accounts for every character of ${FILES.toLocaleString('en')} of them, however they arrive`, () => {
    const random = stream(4, 'fuzz-import')
    let [kept, refused] = [0, 0]
    for (let file = 0; file < FILES; file++) {
      const text = mutate(seeds[file % seeds.length](random), random)
      const kind = random.int(readers.length)
      const rows = readers[kind]().push(text, true)
      account(text, rows, between[kind])
      const lines = rows.map(({ line }) => line)
      expect(lines).toEqual([...lines].sort((a, b) => a - b))
      // A file without \n whose first \r comes in a later piece is only known whole: pieces are compared where \n leads.
      if (text.includes('\n') && !/\r(?!\n)/.test(text))
        expect(readInPieces(readers[kind](), text, random), JSON.stringify(text)).toEqual(rows)
      const read = rowReader(options({}), 2)
      for (const row of rows) {
        const result = read(row)
        if (result === null) throw new Error('a row without header is kept or refused')
        if ('kept' in result) kept++
        else refused++
      }
    }
    // The seed breaks some and leaves some; else this test would show nothing.
    expect(kept).toBeGreaterThan(500)
    expect(refused).toBeGreaterThan(2000)
  })

  it(`previews and reads ${WHOLE_IMPORTS} files of random encodings from disk, gzipped or not, or says why not`, async () => {
    const random = stream(5, 'fuzz-import')
    const path = join(temporaryFolder(), 'file')
    let read = 0
    for (let file = 0; file < WHOLE_IMPORTS; file++) {
      const text = mutate(seeds[file % seeds.length](random), random)
      const encoding = (['utf-8', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'shift_jis', 'gb18030'] as const)[
        random.int(7)
      ]
      let bytes: Uint8Array = iconv.encode(text, encoding, { addBOM: random.int(2) === 0 })
      if (random.int(4) === 0) bytes[random.int(bytes.length)] = random.int(256)
      if (random.int(3) === 0) bytes = gzipSync(bytes)
      if (random.int(10) === 0) bytes = bytes.subarray(0, random.int(bytes.length))
      writeFileSync(path, bytes)
      try {
        const one = { path, fileName: 'file', bytes: bytes.length }
        const preview = await previewFile({ id: '', ...one }, {})
        const count = { kept: () => read++, keptBytes: () => read++, refused: () => read++ }
        for await (const done of readFileRows([one], preview.options, count)) expect(done).toBeGreaterThanOrEqual(0)
      } catch (error) {
        // What is wrong is said in words; anything else is a bug.
        expect(error, JSON.stringify(text)).toBeInstanceOf(UnrollError)
      }
    }
    expect(read).toBeGreaterThan(WHOLE_IMPORTS)
  }, 120_000)

  it('decodes any bytes in any encoding without an error', () => {
    const random = stream(6, 'fuzz-import')
    for (const encoding of [
      'utf-8',
      'utf-16le',
      'utf-16be',
      'windows-1252',
      'iso-8859-1',
      'shift_jis',
      'gb18030',
    ] as const)
      for (let file = 0; file < 200; file++) {
        const bytes = Uint8Array.from({ length: random.int(64) }, () => random.int(256))
        const [whole, cut] = [decoderFor(encoding), decoderFor(encoding)]
        const middle = random.int(bytes.length + 1)
        expect(cut.write(bytes.subarray(0, middle)) + cut.write(bytes.subarray(middle)) + cut.end()).toBe(
          whole.write(bytes) + whole.end(),
        )
      }
  })
})
