import { existsSync } from 'node:fs'
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
  '../shared/data/salary.csv, which has no text, can be looked at (skipped where absent)',
  async () => {
    const services = await temporaryServices()
    const preview = await services.imports.open('salary.csv', '../shared/data/salary.csv')
    expect(preview.columns.map(({ name, looksLike }) => [name, looksLike])).toHaveLength(4)
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
