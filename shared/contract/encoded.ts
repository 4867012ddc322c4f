/**
 * Encoded sentences of one part (train, validation or test), as they cross the door.
 *
 * Layout, little endian, all 32-bit:
 *   'UENC', rows N, tokens M, then rowIds uint32[N], labels int32[N], offsets uint32[N+1], ids int32[M].
 * Sentence n is ids[offsets[n] .. offsets[n+1]): already truncated, not padded; padding happens per batch.
 */
export interface EncodedPart {
  rowIds: Uint32Array
  labels: Int32Array
  /** offsets[n] .. offsets[n+1] bound sentence n in `ids`. */
  offsets: Uint32Array
  ids: Int32Array
}

const MAGIC = 0x434e4555 // 'UENC'

export function packEncoded({ rowIds, labels, offsets, ids }: EncodedPart): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(3 + rowIds.length + labels.length + offsets.length + ids.length)
  words.set([MAGIC, rowIds.length, ids.length])
  let at = 3
  for (const column of [rowIds, labels, offsets, ids]) {
    words.set(column, at)
    at += column.length
  }
  return new Uint8Array(words.buffer)
}

/** @throws {RangeError} when the bytes are not an encoded part. */
export function unpackEncoded(buffer: ArrayBuffer): EncodedPart {
  const head = new Uint32Array(buffer, 0, Math.min(3, Math.floor(buffer.byteLength / 4)))
  const [magic, rows, tokens] = head
  if (magic !== MAGIC || buffer.byteLength !== 4 * (3 + rows * 2 + (rows + 1) + tokens))
    throw new RangeError('encoded: not an encoded part')
  const at = (words: number) => 4 * (3 + words)
  return {
    rowIds: new Uint32Array(buffer, at(0), rows),
    labels: new Int32Array(buffer, at(rows), rows),
    offsets: new Uint32Array(buffer, at(2 * rows), rows + 1),
    ids: new Int32Array(buffer, at(3 * rows + 1), tokens),
  }
}
