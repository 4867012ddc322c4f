import type { ImportOptions, RefusedRow } from '../../../shared/contract/dataset.ts'
import { cellText } from '../delimited-bytes.ts'
import { readFileRows } from '../read-file.ts'
import type { ReadRow } from '../row-reader.ts'
import { columnsOf } from '../row-source.ts'
import type { ImportedFile } from '../row-source.ts'

/** What one piece of a file brought. */
export interface Reading {
  kept: ReadRow[]
  refused: RefusedRow[]
  bytesRead: number
  /** Which of the files. */
  file: number
  /** How many of the kept rows had been refused and were mended by hand. */
  mended: number
}

/** The rows of an import as they are read, texts as strings, piece by piece. */
export async function* readingsOf(files: readonly ImportedFile[], options: ImportOptions): AsyncGenerator<Reading> {
  const columns = await columnsOf(files[0], options)
  let reading: Reading = { kept: [], refused: [], bytesRead: 0, file: 0, mended: 0 }
  const sorter: Parameters<typeof readFileRows>[2] = {
    kept: (row) => void reading.kept.push(row),
    keptBytes: (row, cell, facts) => void reading.kept.push({ ...facts, text: cellText(row, cell) }),
    refused: (row) => void reading.refused.push(row),
    mended: () => void (reading.mended += 1),
  }
  let end = files[0].bytes
  let file = 0
  for await (const bytesRead of readFileRows(files, options, sorter, columns)) {
    // Files are read one after the other, and a piece is of one of them.
    while (bytesRead > end && file < files.length - 1) end += files[++file].bytes
    yield { ...reading, bytesRead, file }
    reading = { kept: [], refused: [], bytesRead, file, mended: 0 }
  }
}
