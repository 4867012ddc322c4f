import type { FileRole, ImportOptions, Part, RefusalReason, RefusedRow } from '../../shared/contract/dataset.ts'
import { cellText, rawRow } from './delimited-bytes.ts'
import type { CleanRow } from './delimited-bytes.ts'
import { labelReader } from './labels.ts'
import { partOf } from './parts.ts'
import { readOne } from './read-one.ts'
import { LONGEST_TEXT, refusal, rowReader } from './row-reader.ts'
import type { ReadRow } from './row-reader.ts'
import { columnsOf, isBytewise, recordsOf, rowsOfBytes } from './row-source.ts'
import type { FileColumns, ImportedFile } from './row-source.ts'

/** Everything about a row but its text. */
export type RowFacts = Omit<ReadRow, 'text'>

/** Takes the rows of an import, in order. */
export interface RowSorter {
  kept(row: ReadRow): void
  /** A kept row whose text lies in bytes, in a cell of a row that holds until this returns. */
  keptBytes(row: CleanRow, cell: number, facts: RowFacts): void
  refused(row: RefusedRow): void
  /** The next kept row had been refused and was mended by hand. */
  mended?(): void
}

/** Why a row that can be read is left out by choice; rows are counted from 0, those mended by hand among them. */
export type Drop = (row: number) => { reason: RefusalReason; message: string } | null

/**
 * Reads the files of an import one after the other, piece by piece, and answers after each how many bytes have been read.
 * The columns are those of the first file.
 */
export async function* readFileRows(
  files: readonly ImportedFile[],
  options: ImportOptions,
  sorter: RowSorter,
  columns?: FileColumns,
  drop?: Drop,
): AsyncGenerator<number> {
  const { width, names } = columns ?? (await columnsOf(files[0], options))
  const mends = new Map(options.mended?.map((row) => [`${row.file}:${row.line}`, row.raw]))
  let before = 0
  let kept = 0
  for (const [index, file] of files.entries()) {
    const role = options.files?.[index]
    const read = rowReader(options, width, role)
    const sort = (row: Parameters<typeof read>[0]) => {
      let result = read(row)
      if (result === null) return
      const mended = 'refused' in result ? mendedRow(row.line) : null
      if (mended) result = mended
      if ('kept' in result) {
        const dropped = drop?.(kept++)
        if (!dropped) {
          if (mended) sorter.mended?.()
          sorter.kept(result.kept)
          return
        }
        result = refusal(row, dropped.reason, dropped.message)
      }
      if (files.length === 1) sorter.refused(result.refused)
      else sorter.refused({ ...result.refused, file: index, message: `${file.fileName}: ${result.refused.message}` })
    }
    /** What a refused row of this line has become by hand; the first of the line only. */
    const mendedRow = (line: number) => {
      const key = `${index}:${line}`
      const raw = mends.get(key)
      if (raw === undefined) return null
      mends.delete(key)
      return readOne(raw, { ...options, columns: { width, names } }, { line, role })
    }
    if (isBytewise(options)) {
      const good = goodRows(options, width, role)
      let first = true
      const clean = (row: CleanRow) => {
        // The first may be the header, which the reader knows.
        const facts = first ? null : good(row)
        first = false
        if (facts && !drop) sorter.keptBytes(row, options.textColumn, facts)
        else sort(rawRow(row))
      }
      const other = (row: Parameters<typeof read>[0]) => {
        first = false
        sort(row)
      }
      for await (const read of rowsOfBytes(file, options, { clean, other })) yield before + read
    } else
      for await (const { rows, read: done } of recordsOf(file, options, names ?? [])) {
        rows.forEach(sort)
        yield before + done
      }
    before += file.bytes
  }
}

/** Labels and parts that are remembered: a column of numbers has many. */
const MOST_REMEMBERED = 10_000

/**
 * What there is to know of a row that certainly is kept, without making its text a string; null for any other row, which
 * `rowReader` then decides on.
 */
function goodRows(options: ImportOptions, width: number, role?: FileRole): (row: CleanRow) => RowFacts | null {
  const { textColumn, labelColumn, partColumn } = options
  if (textColumn >= width) return () => null
  const classOf = labelReader(options.labels)
  const labels = new Map<string, Pick<RowFacts, 'label' | 'originalLabel'> | null>()
  const parts = new Map<string, Part | null | undefined>()
  const needed = Math.max(textColumn, labelColumn < width ? labelColumn : -1, partIn(partColumn, width)) + 1
  const labelOf = (text: string) => {
    const originalLabel = text.trim()
    const label = classOf(originalLabel)
    return typeof label === 'number' ? { label, originalLabel } : null
  }
  const partNamed = (text: string) => (text.trim() === '' ? null : partOf(text))
  const byFile = role ? labelOf(role.label) : null
  if (labelColumn >= width && !byFile) return () => null

  return (row) => {
    const { bytes, starts, ends, cells, line } = row
    if (cells < needed || cells > width) return null
    // With a sign of ASCII in front the text is not empty; it never has more UTF-16 units than bytes.
    const first = bytes[starts[textColumn]]
    const length = ends[textColumn] - starts[textColumn]
    if (length === 0 || first <= 32 || first >= 127) return null
    if (length > LONGEST_TEXT) return null
    const found = labelColumn < width ? remembered(labels, cellText(row, labelColumn), labelOf) : byFile
    if (!found) return null
    let part: Part | null | undefined = null
    if (partColumn !== null)
      part = partColumn < width ? remembered(parts, cellText(row, partColumn), partNamed) : (role?.part ?? null)
    return part === undefined ? null : { line, label: found.label, originalLabel: found.originalLabel, part }
  }
}

const partIn = (column: number | null, width: number) => (column !== null && column < width ? column : -1)

function remembered<Value>(known: Map<string, Value>, key: string, find: (key: string) => Value): Value {
  const found = known.get(key)
  if (found !== undefined || known.has(key)) return found as Value
  const value = find(key)
  if (known.size < MOST_REMEMBERED) known.set(key, value)
  return value
}
