/**
 * The safetensors format (huggingface.co/docs/safetensors, v0.4): an unsigned 64-bit header length, a JSON header padded with
 * spaces to a multiple of 8, then the tensors, little endian, one after the other without gaps.
 */
export interface SafeTensor {
  dtype: 'F32' | 'I32'
  shape: number[]
  data: Float32Array | Int32Array
}

export interface SafeTensors {
  tensors: Record<string, SafeTensor>
  metadata: Record<string, string>
}

/** The reference reader refuses larger headers too. */
const LARGEST_HEADER = 100_000_000

/**
 * Tensors in the order given, so equal input gives equal bytes.
 * @throws {RangeError} when a shape does not fit its data.
 */
export function encodeSafetensors(
  tensors: Record<string, SafeTensor>,
  metadata: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  let end = 0
  const entries = Object.entries(tensors).map(([name, { dtype, shape, data }]): [string, Entry] => {
    if (sizeOf(shape) !== data.length)
      throw new RangeError(
        `safetensors: ${name} has ${data.length} values, its shape [${shape}] wants ${sizeOf(shape)}`,
      )
    const start = end
    end += data.length * 4
    return [name, { dtype, shape, data_offsets: [start, end] }]
  })
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries])))
  const headerLength = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.set(json, 8)
  let at = 8 + headerLength
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}

/**
 * Reads a file with F32 and I32 tensors; the data are copies.
 * @throws {RangeError} naming what is wrong: cut short, no JSON header, unknown dtype, gaps, overlaps, wrong sizes.
 */
export function decodeSafetensors(bytes: Uint8Array): SafeTensors {
  const { header, start } = readHeader(bytes)
  const { __metadata__: metadata = {}, ...entries } = header
  if (!isTexts(metadata)) throw new RangeError('safetensors: __metadata__ must hold texts only')
  const tensors = Object.entries(entries).map(([name, entry]): [string, SafeTensor] => {
    if (!isEntry(entry)) throw new RangeError(`safetensors: the entry of ${name} is malformed or not F32 or I32`)
    const { dtype, shape, data_offsets: offsets } = entry
    if (offsets[1] - offsets[0] !== 4 * sizeOf(shape) || offsets[1] > bytes.length - start)
      throw new RangeError(`safetensors: ${name} [${shape}] does not fit its ${offsets[1] - offsets[0]} bytes`)
    const { buffer } = bytes.slice(start + offsets[0], start + offsets[1])
    return [name, { dtype, shape, data: dtype === 'F32' ? new Float32Array(buffer) : new Int32Array(buffer) }]
  })
  refuseGaps(Object.values(entries) as Entry[], bytes.length - start)
  return { tensors: Object.fromEntries(tensors), metadata }
}

interface Entry {
  dtype: 'F32' | 'I32'
  shape: number[]
  data_offsets: [number, number]
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw new RangeError(`safetensors: ${bytes.length} bytes are too few for a header`)
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  if (length > LARGEST_HEADER || 8 + length > bytes.length)
    throw new RangeError(`safetensors: the header of ${length} bytes does not fit a file of ${bytes.length}`)
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)))
    if (isObject(header)) return { header, start: 8 + length }
  } catch {
    // falls through to the one message below
  }
  throw new RangeError('safetensors: the header is not a JSON object')
}

function refuseGaps(entries: Entry[], size: number): void {
  let end = 0
  for (const { data_offsets } of entries.toSorted((a, b) => a.data_offsets[0] - b.data_offsets[0])) {
    if (data_offsets[0] !== end) throw new RangeError(`safetensors: tensors overlap or leave a gap at byte ${end}`)
    end = data_offsets[1]
  }
  if (end !== size) throw new RangeError(`safetensors: ${size - end} bytes belong to no tensor`)
}

const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b, 1)
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every((text) => typeof text === 'string')
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function isEntry(value: unknown): value is Entry {
  if (!isObject(value)) return false
  const { dtype, shape, data_offsets: offsets } = value
  const counts = (list: unknown): list is number[] => Array.isArray(list) && list.every(isCount)
  return (dtype === 'F32' || dtype === 'I32') && counts(shape) && counts(offsets) && offsets.length === 2
}
