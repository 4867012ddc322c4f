import type { ImportOptions, RefusedRow } from '../../shared/contract/dataset.ts'
import { rowReader } from './row-reader.ts'
import type { ReadRow } from './row-reader.ts'
import { columnsOf, recordsOf } from './row-source.ts'
import type { FileColumns, ImportedFile } from './row-source.ts'

/** What one piece of a file brought. */
export interface Reading {
  kept: ReadRow[]
  refused: RefusedRow[]
  bytesRead: number
}

/** Reads the files of an import one after the other, piece by piece. The columns are those of the first. */
export async function* readFileRows(
  files: readonly ImportedFile[],
  options: ImportOptions,
  columns?: FileColumns,
): AsyncGenerator<Reading> {
  const { width, names } = columns ?? (await columnsOf(files[0], options))
  let before = 0
  for (const [index, file] of files.entries()) {
    const read = rowReader(options, width, options.files?.[index])
    for await (const piece of recordsOf(file, options, names ?? [])) {
      const reading: Reading = { kept: [], refused: [], bytesRead: before + piece.read }
      for (const row of piece.rows) {
        const result = read(row)
        if (result === null) continue
        if ('kept' in result) reading.kept.push(result.kept)
        else if (files.length === 1) reading.refused.push(result.refused)
        else reading.refused.push({ ...result.refused, message: `${file.fileName}: ${result.refused.message}` })
      }
      yield reading
    }
    before += file.bytes
  }
}
