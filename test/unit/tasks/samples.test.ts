import { readdirSync, readFileSync } from 'node:fs'
import { describe, it, expect } from 'vitest'
import Papa from 'papaparse'
import { sampleFiles } from '../../../shared/tasks/samples.ts'
import { toCsv } from '../../../shared/tasks/csv.ts'
import { splitReport, splitRows } from '../../../shared/text/split.ts'
import type { Part } from '../../../shared/contract/dataset.ts'

const folder = new URL('../../../resources/samples/', import.meta.url)

describe('resources/samples', () => {
  it('holds exactly what the generators write (else run: node electron/cli/write-samples.ts)', () => {
    const files = sampleFiles()
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.csv'))
        .sort(),
    ).toEqual([...files.keys()].sort())
    for (const [name, text] of files) expect(readFileSync(new URL(name, folder), 'utf8') === text, name).toBe(true)
  })

  it('is read by another CSV reader as it was meant', () => {
    const { data, errors } = Papa.parse<Record<string, string>>(sampleFiles().get('order-reviews.csv')!.trimEnd(), {
      header: true,
    })
    expect(errors).toEqual([])
    expect(new Set(data.map((row) => row.sentiment))).toEqual(new Set(['positive', 'negative']))
    const rows = data.map((row) => ({
      text: row.review,
      label: row.sentiment === 'positive' ? 1 : 0,
      part: row.split as Part,
    }))
    const assignment = splitRows(rows, { train: 0.8, validation: 0.1, test: 0.1, useGiven: true }, 1)
    expect(splitReport(rows, assignment, 2)).toMatchObject({ train: 2600, validation: 400, test: 600, leftOut: 0 })
  })

  it('quotes what needs it', () => {
    expect(toCsv([['a,b', 'say "hi"', 'plain', ' space', 'two\nlines']])).toBe(
      '"a,b","say ""hi""",plain," space","two\nlines"\n',
    )
  })
})
