import type { FileRole, ImportOptions, RefusedRow } from '../../shared/contract/dataset.ts'
import { rowReader } from './row-reader.ts'
import type { ReadRow } from './row-reader.ts'
import { readerFor } from './row-source.ts'
import type { FileColumns } from './row-source.ts'

/** How the rows of a data set were read, as its import left it. */
export interface KeptOptions extends ImportOptions {
  /** Of the first file; absent in data sets of version 0.1. */
  columns?: FileColumns
}

/**
 * Reads one row again that was refused, as it was corrected by hand: its text as it would stand in the file.
 *
 * The number of columns is the file's; where an older data set does not know it, the row's own. JSON rows then need the
 * names of the columns: they are taken in the order of the row's own keys.
 */
export function readOne(
  raw: string,
  how: KeptOptions,
  from: { line: number; role?: FileRole },
): { kept: ReadRow } | { refused: RefusedRow } {
  const format = how.format ?? 'delimited'
  const json = format === 'json-lines' || format === 'json-array' || format === 'parquet'
  const names = how.columns?.names ?? (json ? keysOf(raw) : [])
  // An element of a JSON array and a row of Parquet are kept as JSON of their own.
  const rows = readerFor({ ...how, format: json ? 'json-lines' : format }, names).push(
    json ? raw.replace(/\s*\n\s*/g, ' ') : raw,
    true,
  )
  const refuse = (reason: RefusedRow['reason'], message: string) => ({
    refused: { line: from.line, reason, message, raw },
  })
  if (rows.length === 0) return refuse('empty-text', 'The row is empty.')
  if (rows.length > 1)
    return refuse('several-rows', `This makes ${rows.length} rows. Line ends inside a text must stand in quotes.`)
  const [row] = rows
  const width = how.columns?.width ?? (json ? names.length : row.cells.length)
  const reading = rowReader({ ...how, header: false }, width, from.role)({ ...row, line: from.line })
  if (reading === null) return refuse('empty-text', 'The row is empty.')
  return 'kept' in reading ? reading : { refused: { ...reading.refused, raw } }
}

/** Which of an import's files a refused row came from: with several, its message begins with the file's name. */
export function roleOf({ message }: Pick<RefusedRow, 'message'>, { files }: ImportOptions): FileRole | undefined {
  return files?.filter(({ name }) => message.startsWith(`${name}: `)).sort((a, b) => b.name.length - a.name.length)[0]
}

function keysOf(raw: string): string[] {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  } catch {
    return []
  }
}
