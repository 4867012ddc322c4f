/**
 * Metric columns cross the door as binary: a table of 64-bit floats, one row per recorded step.
 *
 * Layout, little endian:
 *   bytes 0-3   'UMET'
 *   bytes 4-7   uint32: length n of the JSON header in bytes
 *   n bytes     UTF-8 JSON {"columns": string[], "rows": number}
 *   padding     zero bytes up to a multiple of 8
 *   rows × columns float64, row after row; NaN = no value (a padded timestep)
 *
 * Column names: 'step', 'epoch', 'loss', 'accuracy', 'norm' (global, before clipping), 'clipped' (after),
 * 'parameter:NAME' (norm of that parameter's gradient), 'h:T' (root mean square of ‖∂L/∂h_T‖ over the sentences
 * that have a timestep T, T from 0), 'c:T' (LSTM: the cell state), 'x:T' (ANN: the input), and
 * 'h-last:K' / 'x-last:K' (the same by distance K from the last word). With stacked layers the top layer is meant, with two
 * directions the one that reads from the first word to the last.
 */
export interface MetricTable {
  columns: string[]
  /** Row-major, `rows.length = columns.length × number of rows`. */
  values: Float64Array
}

const MAGIC = 0x54454d55 // 'UMET' read as a little-endian uint32

export function encodeMetrics({ columns, values }: MetricTable): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(
    JSON.stringify({ columns, rows: columns.length ? values.length / columns.length : 0 }),
  )
  const start = Math.ceil((8 + header.length) / 8) * 8
  const bytes = new Uint8Array(start + values.length * 8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, header.length, true)
  bytes.set(header, 8)
  new Float64Array(bytes.buffer, start).set(values)
  return bytes
}

/** @throws {RangeError} when the bytes are no metric table or are cut short. */
export function decodeMetrics(bytes: Uint8Array): MetricTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC) throw new RangeError('metrics: not a metric table')
  const length = view.getUint32(4, true)
  const start = Math.ceil((8 + length) / 8) * 8
  if (start > bytes.length) throw new RangeError('metrics: the header is cut short')
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
  if (!isHeader(header)) throw new RangeError('metrics: the header names no columns')
  const wanted = header.columns.length * header.rows
  if (bytes.length !== start + wanted * 8)
    throw new RangeError(`metrics: expected ${wanted} values, got ${(bytes.length - start) / 8}`)
  // A copy: the values must start at a multiple of eight, which a view into a request body need not do.
  return { columns: header.columns, values: new Float64Array(bytes.slice(start).buffer) }
}

function isHeader(value: unknown): value is { columns: string[]; rows: number } {
  if (typeof value !== 'object' || value === null) return false
  const { columns, rows } = value as { columns?: unknown; rows?: unknown }
  return (
    Array.isArray(columns) &&
    columns.every((column) => typeof column === 'string') &&
    Number.isInteger(rows) &&
    (rows as number) >= 0
  )
}
