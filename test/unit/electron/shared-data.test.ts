import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryServices } from './temporary-services.ts'

// Row counts of a careful reader, from the README beside the files.
const files = [
  { file: 'movie-review-sentences.csv', rows: 10_662, classes: { negative: 5331, positive: 5331 }, encoding: 'utf-8' },
  { file: 'sst2-train.tsv', rows: 6920, classes: { 0: 3310, 1: 3610 }, encoding: 'utf-8' },
  { file: 'sst2-dev.tsv', rows: 872, classes: { 0: 428, 1: 444 }, encoding: 'utf-8' },
  { file: 'sst2-test.tsv', rows: 1821, classes: { 0: 912, 1: 909 }, encoding: 'utf-8' },
  { file: 'amazon_cells_labelled.txt', rows: 1000, classes: { 0: 500, 1: 500 }, encoding: 'utf-8' },
  { file: 'sms-spam.csv', rows: 5572, classes: { ham: 4825, spam: 747 }, encoding: 'windows-1252' },
]

describe.each(files)('../shared/data/$file (skipped where absent)', ({ file, rows, classes, encoding }) => {
  const path = `../shared/data/${file}`
  it.skipIf(!existsSync(path))(`gives ${rows} rows without any correction`, async () => {
    const services = await temporaryServices()
    const preview = await services.imports.open(file, path)
    expect(preview).toMatchObject({ problem: null, partial: false })
    services.imports.commit(preview.id, preview.options)
    const { report, classes: names } = await services.imports.finished(preview.id)
    expect(report).toMatchObject({ rowsKept: rows, rowsRefused: 0, encoding })
    expect(Object.fromEntries(names.map((name, index) => [name, report.classCounts[index]]))).toEqual(classes)
  })
})

it.skipIf(!existsSync('../shared/data/salary.csv'))(
  '../shared/data/salary.csv, 30 rows of numbers with a header, is read whole by its columns (skipped where absent)',
  async () => {
    const services = await temporaryServices()
    const preview = await services.imports.open('salary.csv', '../shared/data/salary.csv')
    expect(preview.columns.map(({ name }) => name)).toEqual(['YearsExperience', 'Age', 'Gender', 'Salary'])
    expect(preview.rows).toHaveLength(30)
    expect(preview.rows.at(-1)?.line).toBe(31)
    // It has no text; read for the salaries of two genders it must lose no row all the same.
    const { id } = preview
    const { options } = await services.imports.preview(id, { textColumn: 3, labelColumn: 2 })
    services.imports.commit(id, options)
    const { report } = await services.imports.finished(id)
    expect(report).toMatchObject({ rowsRead: 30, rowsKept: 30, rowsRefused: 0 })
  },
)

it.skipIf(!existsSync('../shared/data/tiny-shakespeare.txt'))(
  '../shared/data/tiny-shakespeare.txt, text without labels: every line that is not empty is read, none is invented (skipped where absent)',
  async () => {
    const path = '../shared/data/tiny-shakespeare.txt'
    const text = readFileSync(path, 'utf8')
    expect(Buffer.byteLength(text)).toBe(1_115_394)
    const lines = text.split('\n').filter((line) => line !== '')
    const services = await temporaryServices()
    // Its label is that of its file, beside one other file, since one class alone teaches nothing.
    const { id } = await services.imports.open('shakespeare.txt', path)
    await services.imports.add(id, 'other.txt', '../shared/data/rt-polarity.pos')
    const { options } = await services.imports.preview(id, { format: 'plain' })
    services.imports.commit(id, options)
    const dataset = await services.imports.finished(id)
    const { report, classes } = dataset
    expect(report.classCounts[classes.indexOf('shakespeare')]).toBe(lines.length)
    expect(report).toMatchObject({ rowsKept: lines.length + 5331, rowsRefused: 0 })
    for (const offset of [0, 20_000, lines.length - 1])
      expect(services.datasets.rows(dataset.id, { offset, limit: 1 }).rows[0].text).toBe(lines[offset])
  },
)

it.skipIf(!existsSync('../shared/data/README.md'))(
  'every file beside the README of ../shared/data is read by a test here (skipped where absent)',
  () => {
    const tested = [
      ...files.map(({ file }) => file),
      ...['salary.csv', 'tiny-shakespeare.txt', 'rt-polarity.neg', 'rt-polarity.pos', 'README.md'],
    ]
    expect(readdirSync('../shared/data').sort()).toEqual(tested.sort())
  },
)

const pair = ['../shared/data/rt-polarity.neg', '../shared/data/rt-polarity.pos']
it.skipIf(!pair.every((path) => existsSync(path)))(
  '../shared/data/rt-polarity.pos and .neg give 5,331 sentences each, with the label of their file (skipped where absent)',
  async () => {
    const services = await temporaryServices()
    const { id } = await services.imports.open('rt-polarity.neg', pair[0])
    const preview = await services.imports.add(id, 'rt-polarity.pos', pair[1])
    expect(preview).toMatchObject({ problem: null, options: { format: 'plain' } })
    services.imports.commit(id, preview.options)
    const { report, classes } = await services.imports.finished(id)
    expect(classes).toEqual(['neg', 'pos'])
    expect(report).toMatchObject({ rowsKept: 10_662, rowsRefused: 0, classCounts: [5331, 5331] })
  },
)

const splits = ['train', 'dev', 'test'].map((name) => `../shared/data/sst2-${name}.tsv`)
it.skipIf(!splits.every((path) => existsSync(path)))(
  '../shared/data/sst2-*.tsv together keep their given parts (skipped where absent)',
  async () => {
    const services = await temporaryServices()
    const { id } = await services.imports.open('sst2-train.tsv', splits[0])
    await services.imports.add(id, 'sst2-dev.tsv', splits[1])
    const { options } = await services.imports.add(id, 'sst2-test.tsv', splits[2])
    services.imports.commit(id, options)
    const { report } = await services.imports.finished(id)
    expect(report).toMatchObject({
      ...{ rowsKept: 9613, rowsRefused: 0, classCounts: [4650, 4963] },
      parts: { train: 6920, validation: 872, test: 1821 },
    })
  },
)
