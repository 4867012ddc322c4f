import { setImmediate } from 'node:timers/promises'
import type { ImportOptions, RefusedRow } from '../../shared/contract/dataset.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import { DelimitedReader, LONGEST_LINE } from './delimited.ts'
import type { RawRow } from './delimited.ts'
import { detectDialect } from './dialect.ts'
import { decoderFor } from './encoding.ts'
import { rowReader } from './row-reader.ts'
import type { ReadRow } from './row-reader.ts'
import { headOf, piecesOf } from './source.ts'

const SAMPLE_BYTES = 512 * 1024

/** What one piece of a file brought. */
export interface Reading {
  kept: ReadRow[]
  refused: RefusedRow[]
  bytesRead: number
}

/** Reads a whole file piece by piece; between two pieces other work gets its turn. */
export async function* readFileRows(
  path: string,
  fileName: string,
  bytes: number,
  options: ImportOptions,
): AsyncGenerator<Reading> {
  const reader = new DelimitedReader(options)
  const decoder = decoderFor(options.encoding)
  const read = rowReader(options, await widthOf(path, fileName, bytes, options))
  const reading = (rows: RawRow[], bytesRead: number): Reading => {
    const [kept, refused]: [ReadRow[], RefusedRow[]] = [[], []]
    for (const row of rows) {
      const result = read(row)
      if (result === null) continue
      if ('kept' in result) kept.push(result.kept)
      else refused.push(result.refused)
    }
    return { kept, refused, bytesRead }
  }
  try {
    let bytesRead = 0
    for await (const piece of piecesOf(path, fileName)) {
      bytesRead += piece.length
      yield reading(reader.push(decoder.write(piece)), bytesRead)
      await setImmediate()
    }
    yield reading(reader.push(decoder.end(), true), bytesRead)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UnrollError(
      'file-unreadable',
      `“${fileName}” cannot be read as a table: line ${reader.line} is longer than ${LONGEST_LINE} characters. Is it a CSV or TSV file?`,
    )
  }
}

/** Columns of the header, or those that most rows at the beginning have. */
async function widthOf(path: string, fileName: string, bytes: number, options: ImportOptions): Promise<number> {
  const head = await headOf(path, fileName, Math.min(bytes, SAMPLE_BYTES))
  const whole = head.length === bytes
  const decoder = decoderFor(options.encoding)
  const sample = decoder.write(head) + (whole ? decoder.end() : '')
  if (!options.header) return detectDialect(sample, whole, options).width
  return new DelimitedReader(options).push(sample, whole)[0]?.cells.length ?? 1
}
