import type { RawRow } from './record-reader.ts'

/** Keys beyond these are no columns. */
const MOST_COLUMNS = 200

/** Cells of one JSON value by the names of the columns, or what is wrong with it. An array is read by position. */
export function jsonRow(raw: string, line: number, names: readonly string[]): RawRow {
  const row = { line, raw, unclosed: false }
  const value = parse(raw)
  if (value instanceof SyntaxError)
    return { ...row, cells: [], fault: { reason: 'not-json', message: `This is not JSON: ${value.message}.` } }
  if (Array.isArray(value)) return { ...row, cells: value.map(cellOf) }
  if (typeof value !== 'object' || value === null)
    return {
      ...row,
      cells: [],
      fault: { reason: 'not-json', message: 'This is no JSON object with a text and a label, but a single value.' },
    }
  const fields = value as Record<string, unknown>
  return { ...row, cells: names.map((name) => (Object.hasOwn(fields, name) ? cellOf(fields[name]) : '')) }
}

/** Names of the columns: the keys of the objects, in order of first appearance; of arrays their positions. */
export function jsonNames(raws: readonly string[]): string[] {
  const names = new Set<string>()
  for (const raw of raws) {
    const value = parse(raw)
    if (Array.isArray(value)) value.forEach((_, index) => names.add(`Column ${index + 1}`))
    else if (typeof value === 'object' && value !== null && !(value instanceof SyntaxError))
      for (const key of Object.keys(value)) names.add(key)
  }
  return [...names].slice(0, MOST_COLUMNS)
}

/** Text stays; null is empty; numbers and truths as JSON writes them; what has parts is JSON again. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString()
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? ''
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown
  } catch (error) {
    return error instanceof SyntaxError ? error : new SyntaxError(String(error))
  }
}
