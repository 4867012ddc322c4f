import type { DatasetRow, FileRole, ImportOptions, RefusalReason, RefusedRow } from '../../shared/contract/dataset.ts'
import { CUT_MARK } from '../../shared/contract/dataset.ts'
import type { RawRow } from './formats/record-reader.ts'
import { labelReader } from './labels.ts'
import { partOf } from './parts.ts'

export type ReadRow = Omit<DatasetRow, 'id'>
/** A kept row, a refusal, or null for the header. */
export type RowReading = { kept: ReadRow } | { refused: RefusedRow } | null

/** Longest text that a row may have, in characters: some 20,000 words. */
export const LONGEST_TEXT = 100_000
/** Refused rows up to this length are kept whole, so that they can be corrected by hand. */
const LONGEST_RAW = 20_000

/**
 * Turns the rows of a file into rows of a data set. `width`: columns that its rows should have. `role`: what two more columns
 * say where several files are read, see ImportOptions.
 */
export function rowReader(options: ImportOptions, width: number, role?: FileRole): (row: RawRow) => RowReading {
  const classOf = labelReader(options.labels)
  const byFile = role ? [role.label, role.part ?? ''] : []
  const inFile = [options.textColumn, options.labelColumn, options.partColumn ?? 0].filter(
    (column) => !role || column < width,
  )
  const needed = Math.max(-1, ...inFile) + 1
  const cellOf = (cells: readonly string[], column: number) =>
    role && column >= width ? (byFile[column - width] ?? '') : cells[column]
  let header = options.header && (options.format ?? 'delimited') === 'delimited'

  const refuse: (row: RawRow, reason: RefusalReason, message: string) => RowReading = refusal

  return (row) => {
    if (header) {
      header = false
      return null
    }
    const { cells, line } = row
    if (row.fault) return refuse(row, row.fault.reason, row.fault.message)
    if (row.unclosed)
      return refuse(
        row,
        'unclosed-quote',
        `Line ${line} opens a quote that is never closed. If quotes are part of the text in this file, import it with quoting turned off.`,
      )
    if (cells.length < needed)
      return refuse(row, 'too-few-columns', `The row has ${counted(cells.length)}; ${needed} are needed.`)
    if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''))
      return refuse(
        row,
        'too-many-columns',
        `The row has ${counted(cells.length)} instead of ${width}. A delimiter inside the text must stand in quotes.`,
      )
    const text = cellOf(cells, options.textColumn)
    if (text.trim() === '') return refuse(row, 'empty-text', 'The text is empty.')
    if (text.length > LONGEST_TEXT)
      return refuse(row, 'text-too-long', `The text has ${text.length} characters; ${LONGEST_TEXT} are the most.`)
    const originalLabel = cellOf(cells, options.labelColumn).trim()
    const label = classOf(originalLabel)
    if (typeof label === 'object') return refuse(row, label.reason, label.message)
    const named = options.partColumn === null ? '' : cellOf(cells, options.partColumn).trim()
    const part = named === '' ? null : partOf(named)
    if (part === undefined)
      return refuse(row, 'unknown-part', `“${named.slice(0, 60)}” is no part; train, validation and test are.`)
    return { kept: { line, text, label, originalLabel, part } }
  }
}

/** A row that is not kept, with its text as it stands in the file. */
export const refusal = ({ line, raw }: RawRow, reason: RefusalReason, message: string): { refused: RefusedRow } => ({
  refused: { line, reason, message, raw: raw.length > LONGEST_RAW ? raw.slice(0, 2000) + CUT_MARK : raw },
})

const counted = (columns: number) => (columns === 1 ? '1 column' : `${columns} columns`)
