import { part } from '../../../shared/contract/dataset.ts'
import type { DatasetRow, Part } from '../../../shared/contract/dataset.ts'
import { unreadable } from './archive.ts'

const LINE_FEED = 10

/**
 * The rows of rows.jsonl, one after the other: the text as a whole could be longer than a string may be.
 * @throws {UnrollError} naming the line that is no row.
 */
export function* readRows(bytes: Uint8Array, classes: number, fileName: string): Generator<DatasetRow> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (let from = 0, id = 0; from < bytes.length; id++) {
    const found = bytes.indexOf(LINE_FEED, from)
    const end = found < 0 ? bytes.length : found
    const row = rowOf(bytes.subarray(from, end), decoder, classes)
    if (!row) throw unreadable(fileName, `line ${id + 1} of its rows.jsonl is no row`)
    yield { id, ...row }
    from = end + 1
  }
}

function rowOf(
  line: Uint8Array,
  decoder: { decode(bytes: Uint8Array): string },
  classes: number,
): Omit<DatasetRow, 'id'> | null {
  let values: unknown
  try {
    values = JSON.parse(decoder.decode(line))
  } catch {
    return null
  }
  if (!Array.isArray(values) || values.length !== 5) return null
  const [text, label, itsPart, originalLabel, number] = values as unknown[]
  const isLabel = Number.isInteger(label) && (label as number) >= 0 && (label as number) < classes
  const isLine = Number.isSafeInteger(number) && (number as number) >= 0
  if (typeof text !== 'string' || typeof originalLabel !== 'string' || !isLabel || !isLine) return null
  if (itsPart !== null && !part.safeParse(itsPart).success) return null
  return { text, label: label as number, part: itsPart as Part | null, originalLabel, line: number as number }
}
