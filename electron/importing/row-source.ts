import { setImmediate } from 'node:timers/promises'
import type { ImportOptions } from '../../shared/contract/dataset.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import { DelimitedReader, LONGEST_LINE } from './delimited.ts'
import { detectDialect } from './dialect.ts'
import { DelimitedBytes } from './delimited-bytes.ts'
import type { RowTaker } from './delimited-bytes.ts'
import { decoderFor } from './encoding.ts'
import { JsonArrayReader } from './formats/json-array.ts'
import { jsonNames } from './formats/json-cells.ts'
import { JsonLinesReader } from './formats/json-lines.ts'
import { parquetNames, parquetRows } from './formats/parquet.ts'
import type { RawRow, RecordReader } from './formats/record-reader.ts'
import { headOf, piecesOf } from './source.ts'

/** A file of an import. Its name is only shown, and read for a label. */
export interface ImportedFile {
  path: string
  fileName: string
  bytes: number
}

/** Names of a file's columns, or null where it does not name them and only their number is known. */
export interface FileColumns {
  width: number
  names: string[] | null
}

type How = Pick<ImportOptions, 'format' | 'encoding' | 'delimiter' | 'quoting' | 'header'>

const SAMPLE_BYTES = 512 * 1024
/** Lines of a text that only has lines. */
const LINES = { delimiter: '\n', quoting: false }

/**
 * The names of a file's columns, and null where it does not name them: then only their number is known. Both are
 * functions of its beginning, so preview and import see the same columns.
 */
export async function columnsOf(file: ImportedFile, how: How): Promise<FileColumns> {
  const format = how.format ?? 'delimited'
  const named = (names: string[]) => ({ width: names.length, names })
  if (format === 'parquet') return named(await parquetNames(file.path, file.fileName))
  if (format === 'plain') return named(['Line'])
  const { bytes, whole } = await headOf(file.path, file.fileName, SAMPLE_BYTES)
  const decoder = decoderFor(how.encoding)
  const sample = decoder.write(bytes) + (whole ? decoder.end() : '')
  if (format !== 'delimited')
    return named(
      jsonNames(
        readerFor(how, [])
          .push(sample, whole)
          .map(({ raw }) => raw),
      ),
    )
  if (!how.header) return { width: detectDialect(sample, whole, how).width, names: null }
  return { width: new DelimitedReader(how).push(sample, whole)[0]?.cells.length ?? 1, names: null }
}

/** Reads the text of a file; of JSON the cells of these names. */
export function readerFor(how: Omit<How, 'encoding' | 'header'>, names: readonly string[]): RecordReader {
  if (how.format === 'json-lines') return new JsonLinesReader(names)
  if (how.format === 'json-array') return new JsonArrayReader(names)
  return new DelimitedReader(how.format === 'plain' ? LINES : how)
}

/**
 * All records of a file, piece by piece; between two pieces other work gets its turn. `read`: bytes on the disk so far.
 * @throws {UnrollError} file-unreadable, file-too-large
 */
export async function* recordsOf(
  file: ImportedFile,
  how: How,
  names: readonly string[],
  mostBytes = Infinity,
): AsyncGenerator<{ rows: RawRow[]; read: number; text: string }> {
  const { path, fileName } = file
  if (how.format === 'parquet') {
    const mostRows = Number.isFinite(mostBytes) ? 20_000 : Infinity
    for await (const { rows, read } of parquetRows(path, fileName, mostRows)) {
      yield { rows, read, text: '' }
      await setImmediate()
    }
    return
  }
  const reader = readerFor(how, names)
  const decoder = decoderFor(how.encoding)
  try {
    let done = 0
    let unpacked = 0
    for await (const { bytes, read } of piecesOf(path, fileName)) {
      done = read
      unpacked += bytes.length
      const text = decoder.write(bytes)
      yield { rows: reader.push(text), read, text }
      if (unpacked >= mostBytes) return
      await setImmediate()
    }
    yield { rows: reader.push(decoder.end(), true), read: done, text: '' }
  } catch (error) {
    throw tooLong(error, fileName, reader.line)
  }
}

/** Whether `rowsOfBytes` reads such files: UTF-8 with a row a line, which is what most are. */
export const isBytewise = ({ format = 'delimited', encoding }: Pick<How, 'format' | 'encoding'>): boolean =>
  encoding === 'utf-8' && (format === 'delimited' || format === 'plain')

/** As `recordsOf`, at several times its speed: hands the rows over and answers the bytes read after each piece. */
export async function* rowsOfBytes(file: ImportedFile, how: How, taker: RowTaker): AsyncGenerator<number> {
  const { path, fileName } = file
  const reader = new DelimitedBytes(how.format === 'plain' ? LINES : how, taker)
  try {
    let done = 0
    for await (const { bytes, read } of piecesOf(path, fileName)) {
      done = read
      reader.push(bytes)
      yield done
      await setImmediate()
    }
    reader.push(new Uint8Array(0), true)
    yield done
  } catch (error) {
    throw tooLong(error, fileName, reader.line)
  }
}

function tooLong(error: unknown, fileName: string, line: number): unknown {
  if (!(error instanceof RangeError)) return error
  return new UnrollError(
    'file-unreadable',
    `“${fileName}” cannot be read as a table: line ${line} is longer than ${LONGEST_LINE} characters. Is it a CSV or TSV file?`,
  )
}
