import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet'
import type { FileMetaData } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { UnrollError } from '../../../shared/contract/errors.ts'
import { cellOf } from './json-cells.ts'
import type { RawRow } from './record-reader.ts'

/** A row group is unpacked in memory as a whole. */
const LARGEST_GROUP = 1024 ** 3
const ROWS_AT_ONCE = 2000

/** Names of the columns of a Parquet file, as text; what has parts (lists, structs) comes as JSON. */
export async function parquetNames(path: string, fileName: string): Promise<string[]> {
  return namesOf(await metadataOf(path, fileName))
}

/**
 * The rows of a Parquet file, one row group in memory at a time. `read` says how many bytes of the file have been read,
 * roughly. @throws {UnrollError} file-unreadable for a damaged file, file-too-large for a row group above 1 GiB.
 */
export async function* parquetRows(
  path: string,
  fileName: string,
  mostRows = Infinity,
): AsyncGenerator<{ rows: RawRow[]; read: number }> {
  const metadata = await metadataOf(path, fileName)
  const file = await asyncBufferFromFile(path)
  const names = namesOf(metadata)
  let from = 0
  for (const [index, group] of metadata.row_groups.entries()) {
    if (from >= mostRows) return
    if (Number(group.total_byte_size) > LARGEST_GROUP)
      throw new UnrollError(
        'file-too-large',
        `Row group ${index + 1} of “${fileName}” unpacks to more than 1 GiB. Write the file with smaller row groups.`,
      )
    const to = Math.min(from + Number(group.num_rows), mostRows)
    const columns = names.map(() => [] as unknown[])
    try {
      await parquetRead({
        ...{ file, metadata, compressors, rowStart: from, rowEnd: to },
        onChunk: ({ columnName, columnData, rowStart }) => {
          const column = columns[names.indexOf(columnName)]
          for (let n = 0; n < columnData.length; n++) column[rowStart - from + n] = columnData[n]
        },
      })
    } catch (error) {
      damaged(fileName, error)
    }
    for (let at = from; at < to; at += ROWS_AT_ONCE) {
      const rows: RawRow[] = []
      for (let row = at; row < Math.min(to, at + ROWS_AT_ONCE); row++) {
        const cells = columns.map((column) => cellOf(column[row - from]))
        rows.push({ line: row + 1, cells, raw: JSON.stringify(cells), unclosed: false })
      }
      yield { rows, read: Math.round((file.byteLength * (index + 1)) / metadata.row_groups.length) }
    }
    from = to
  }
}

async function metadataOf(path: string, fileName: string): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(await asyncBufferFromFile(path))
  } catch (error) {
    return damaged(fileName, error)
  }
}

const namesOf = ({ schema }: FileMetaData): string[] => {
  const names: string[] = []
  for (let at = 1; at < schema.length && names.length < (schema[0].num_children ?? 0); at = behind(schema, at))
    names.push(schema[at].name)
  return names
}

/** Where the element of a schema written depth first ends. */
function behind(schema: FileMetaData['schema'], at: number): number {
  let next = at + 1
  for (let child = 0; child < (schema[at].num_children ?? 0); child++) next = behind(schema, next)
  return next
}

function damaged(fileName: string, error: unknown): never {
  const cause = error instanceof Error ? error.message : String(error)
  throw new UnrollError('file-unreadable', `“${fileName}” cannot be read as a Parquet file (${cause}).`)
}
