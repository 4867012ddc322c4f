import type { ImportOptions } from '../../shared/contract/dataset.ts'
import { DelimitedReader } from './delimited.ts'
import type { Dialect } from './delimited.ts'
import type { RawRow } from './formats/record-reader.ts'

export interface DetectedDialect extends Dialect {
  delimiter: ImportOptions['delimiter']
  delimiterReason: string
  quotingReason: string
  /** Columns that most rows have. */
  width: number
  /** Share of the rows that have it, 0 to 1. */
  share: number
}

/** A tab is hardly ever text; a comma often is. Where two delimiters fit equally well, the earlier wins. */
const preference = ['\t', ',', ';', '|'] as const
const names: Record<ImportOptions['delimiter'], string> = { '\t': 'tab', ',': 'comma', ';': 'semicolon', '|': 'bar' }
export const delimiterName = (delimiter: ImportOptions['delimiter']) => names[delimiter]

/** Finds delimiter and quoting from the first rows; what is `given` stays. `whole`: the sample is the whole file. */
export function detectDialect(sample: string, whole: boolean, given: Partial<Dialect>): DetectedDialect {
  const candidates = preference
    .filter((delimiter) => given.delimiter === undefined || given.delimiter === delimiter)
    .map((delimiter) => {
      const quoting = given.quoting ?? quotingFits(sample, whole, delimiter)
      const rows = readSample(sample, whole, { delimiter, quoting: quoting === true || quoting === 'unused' })
      return { delimiter, quoting, ...fit(rows) }
    })
  const best = candidates.reduce((a, b) =>
    b.share > a.share + 1e-9 || (Math.abs(b.share - a.share) < 1e-9 && b.width > a.width) ? b : a,
  )
  return {
    delimiter: best.delimiter,
    // A tab-separated file without quotes so far may still have stray ones further on.
    quoting: best.quoting === true || (best.quoting === 'unused' && best.delimiter !== '\t'),
    ...{ width: best.width, share: best.share },
    delimiterReason:
      best.width < 2
        ? 'none of the usual delimiters divides the rows'
        : `${Math.round(best.share * 100)} % of the rows have ${best.width} columns with it`,
    quotingReason:
      best.quoting === 'unused'
        ? 'no field begins with a quote'
        : best.quoting
          ? 'quoted fields close properly'
          : 'the quotes stand in the text; they delimit no fields',
  }
}

/** Rows of a sample; the last one is left out where the sample may have cut it. */
export function readSample(sample: string, whole: boolean, dialect: Dialect): RawRow[] {
  return new DelimitedReader(dialect).push(sample, whole)
}

/** Most frequent width, and the share of rows that have it; a single column fits nothing. */
function fit(rows: readonly RawRow[]): { width: number; share: number } {
  const counts = new Map<number, number>()
  for (const { cells, unclosed } of rows) if (!unclosed) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  const [width, count] = [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0] ?? [1, 0]
  return { width, share: width < 2 ? 0 : count / rows.length }
}

/**
 * Whether quotes delimit fields: every field that begins with a quote must close properly. Tab-separated files mostly have no
 * quoting, so there one field at least must need it (hold a delimiter, a line end or a doubled quote).
 */
function quotingFits(sample: string, whole: boolean, delimiter: string): boolean | 'unused' {
  const plain = readSample(sample, whole, { delimiter, quoting: false })
  const opened = plain.reduce((sum, { cells }) => sum + cells.filter((cell) => cell.startsWith('"')).length, 0)
  if (opened === 0) return 'unused'
  const rows = readSample(sample, whole, { delimiter, quoting: true })
  const malformed = rows.filter((row) => row.unclosed || hasStrayQuote(row.raw, delimiter)).length
  if (delimiter === '\t')
    return malformed === 0 && rows.some(({ raw }) => /""|\n/.test(raw) || /"[^"\t]*\t[^"]*"/.test(raw))
  return malformed * 2 <= opened || fit(rows).share >= fit(plain).share
}

/** A quote inside a field that begins with one, neither doubled nor closing. */
function hasStrayQuote(raw: string, delimiter: string): boolean {
  const escaped = delimiter === '|' ? '\\|' : delimiter
  return new RegExp(`(?:^|${escaped})"(?:[^"]|"")*"(?!"|\\s*(?:${escaped}|$))`).test(raw)
}
