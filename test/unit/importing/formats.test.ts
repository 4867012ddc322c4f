import { gzipSync } from 'node:zlib'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { piecesOf } from '../../../electron/importing/source.ts'
import { JsonArrayReader } from '../../../electron/importing/formats/json-array.ts'
import { fileRoles } from '../../../electron/importing/file-roles.ts'
import { temporaryFolder, temporaryServices, upload } from '../electron/temporary-services.ts'

const texts = Array.from({ length: 30 }, (_, n) => `film ${n}, “${n % 2 ? 'good' : 'bad'}” they said\nand left`)
const labels = texts.map((_, n) => (n % 2 ? 'positive' : 'negative'))
const objects = texts.map((review, n) => ({ id: n, review, sentiment: labels[n] }))
const csv = (delimiter: string) =>
  ['id', 'review', 'sentiment'].join(delimiter) +
  '\n' +
  texts.map((text, n) => [n, `"${text}"`, labels[n]].join(delimiter) + '\n').join('')
const parquet = () =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'review', data: texts, type: 'STRING' },
        { name: 'sentiment', data: labels, type: 'STRING' },
        { name: 'stars', data: texts.map((_, n) => BigInt(n % 5)), type: 'INT64' },
      ],
      rowGroupSize: 7,
    }),
  )

const contents: [string, string, () => string | Uint8Array][] = [
  ['reviews.csv', 'delimited', () => csv(',')],
  ['reviews.txt', 'delimited', () => csv(';')],
  ['reviews.dat', 'delimited', () => csv('|')],
  ['reviews.tsv', 'delimited', () => csv('\t')],
  ['reviews.jsonl', 'json-lines', () => objects.map((one) => JSON.stringify(one)).join('\n')],
  ['reviews.json', 'json-array', () => JSON.stringify(objects)],
  ['pretty.json', 'json-array', () => JSON.stringify(objects, null, 2)],
  ['reviews.parquet', 'parquet', parquet],
]

describe.each(contents)('%s', (name, format, content) => {
  it.each(format === 'parquet' ? [false] : [false, true])(
    `is taken for what it is and read row by row (gzipped: %s)`,
    async (packed) => {
      const services = await temporaryServices()
      const bytes = content()
      const sent = packed ? gzipSync(bytes) : bytes
      const preview = await services.imports.open(packed ? `${name}.gz` : name, upload(sent))
      expect(preview).toMatchObject({ problem: null, warnings: [], options: { format } })
      services.imports.commit(preview.id, preview.options)
      const { id, report, classes } = await services.imports.finished(preview.id)
      expect(report).toMatchObject({ rowsRead: 30, rowsKept: 30, classCounts: [15, 15] })
      const { rows } = services.datasets.rows(id)
      expect(rows.map(({ text }) => text)).toEqual(texts)
      expect(rows.map(({ label }) => classes[label])).toEqual(labels)
    },
  )
})

describe('JSON that is broken', () => {
  it('costs one row a line, with reason and line', async () => {
    const services = await temporaryServices()
    const lines = objects.map((one) => JSON.stringify({ ...one, review: one.review }))
    lines.splice(3, 0, '{"review": "cut off')
    lines.splice(9, 0, '42')
    const preview = await services.imports.open('r.jsonl', upload(lines.join('\n')))
    services.imports.commit(preview.id, preview.options)
    const { id, report } = await services.imports.finished(preview.id)
    expect(report).toMatchObject({ rowsKept: 30, rowsRefused: 2, refusedByReason: { 'not-json': 2 } })
    expect(services.datasets.refused(id)).toMatchObject([
      { line: 4, reason: 'not-json', raw: '{"review": "cut off' },
      { line: 10, reason: 'not-json', raw: '42' },
    ])
  })

  it('gives the same elements however the bytes are cut', () => {
    const text = `\n[{"a":"x],[\\"{"},\n {"a": tru},\n["p","q"],{"a":{"b":[1,2]}}]\nrest`
    const whole = new JsonArrayReader(['a']).push(text, true)
    expect(whole.map(({ line, cells, fault }) => [line, fault ? fault.reason : cells])).toEqual([
      [2, ['x],["{']],
      [3, 'not-json'],
      [4, ['p', 'q']],
      [4, ['{"b":[1,2]}']],
      [5, 'not-json'],
    ])
    for (let cut = 1; cut < text.length; cut++) {
      const reader = new JsonArrayReader(['a'])
      expect([...reader.push(text.slice(0, cut)), ...reader.push(text.slice(cut), true)]).toEqual(whole)
    }
  })
})

describe('a gzipped file', () => {
  it('that unpacks to more than may be imported is refused in words', async () => {
    const path = join(temporaryFolder(), 'bomb.csv.gz')
    writeFileSync(path, gzipSync(Buffer.alloc(3 * 1024 * 1024, 'a,b\n')))
    const read = async () => {
      for await (const _ of piecesOf(path, 'bomb.csv.gz', 1024 * 1024));
    }
    await expect(read()).rejects.toMatchObject({
      code: 'file-too-large',
      message: expect.stringContaining('unpacks to more than 1 MiB') as string,
    })
  })

  it('that is cut off is refused in words, and nothing of it stays', async () => {
    const services = await temporaryServices()
    const packed = gzipSync(csv(',').repeat(40))
    await expect(
      services.imports.open('cut.csv.gz', upload(packed.subarray(0, packed.length / 2))),
    ).rejects.toMatchObject({ code: 'file-unreadable' })
  })
})

describe('a damaged Parquet file', () => {
  it('is refused in words', async () => {
    const services = await temporaryServices()
    const bytes = parquet()
    await expect(services.imports.open('r.parquet', upload(bytes.subarray(0, 200)))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('Parquet') as string,
    })
  })
})

describe('several files', () => {
  it.each([
    [
      ['rt-polarity.neg', 'rt-polarity.pos'],
      [
        ['neg', null],
        ['pos', null],
      ],
    ],
    [
      ['sst2-train.tsv', 'sst2-dev.tsv', 'sst2-test.tsv'],
      [
        ['', 'train'],
        ['', 'validation'],
        ['', 'test'],
      ],
    ],
    [
      ['aclImdb/train/pos/0_9.txt', 'aclImdb/test/neg/1_2.txt'],
      [
        ['pos', 'train'],
        ['neg', 'test'],
      ],
    ],
  ])('%j say label and part by their names', (names, roles) => {
    expect(fileRoles(names as string[]).map(({ label, part }) => [label, part])).toEqual(roles)
  })

  it('of plain lines become one data set with the label of each file', async () => {
    const services = await temporaryServices()
    const first = await services.imports.open('r.neg', upload('bad, very bad\nworse\n'))
    const preview = await services.imports.add(first.id, 'r.pos', upload('good\nbetter, "best\n'))
    expect(preview).toMatchObject({
      problem: null,
      fileName: 'r.neg and 1 more',
      options: { format: 'plain', textColumn: 0, labelColumn: 1, files: [{ label: 'neg' }, { label: 'pos' }] },
    })
    services.imports.commit(preview.id, preview.options)
    const { id, classes } = await services.imports.finished(preview.id)
    const { rows } = services.datasets.rows(id)
    expect(rows.map(({ text, label, line }) => [text, classes[label], line])).toEqual([
      ['bad, very bad', 'neg', 1],
      ['worse', 'neg', 2],
      ['good', 'pos', 1],
      ['better, "best', 'pos', 2],
    ])
  })

  it('with a table each keep their own labels and take the part from the names', async () => {
    const services = await temporaryServices()
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'd'))
    const write = (name: string, rows: string[]) => {
      const path = join(folder, 'd', name)
      writeFileSync(path, `text,label\n${rows.join('\n')}\n`)
      return path
    }
    const train = write('train.csv', ['a good one,1', 'a bad one,0', 'so good,1'])
    const test = write('test.csv', ['rather bad,0', 'one,two,three,0'])
    const { id } = await services.imports.open('train.csv', train)
    const preview = await services.imports.add(id, 'test.csv', test)
    expect(preview.options).toMatchObject({ format: 'delimited', textColumn: 0, labelColumn: 1, partColumn: 3 })
    services.imports.commit(id, preview.options)
    const dataset = await services.imports.finished(id)
    expect(dataset.report).toMatchObject({ rowsKept: 4, rowsRefused: 1, parts: { train: 3, validation: 0, test: 1 } })
    expect(services.datasets.refused(dataset.id)[0].message).toContain('test.csv')
  })
})
