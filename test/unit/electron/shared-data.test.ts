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
