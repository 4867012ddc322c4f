/**
 * Just enough of Protocol Buffers to write an ONNX model (https://protobuf.dev/programming-guides/encoding). A message is
 * the concatenation of its fields; each has a key (field number and wire type) before its value.
 */
export const message = (...fields: Uint8Array[]): Uint8Array => Uint8Array.from(fields.flatMap((field) => [...field]))

/** A whole number, not negative. */
export const integer = (field: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(field << 3), ...varint(value)])

/** A string, or a message inside a message. */
export function bytes(field: number, value: string | Uint8Array): Uint8Array {
  const content = typeof value === 'string' ? new TextEncoder().encode(value) : value
  return Uint8Array.from([...varint((field << 3) | 2), ...varint(content.length), ...content])
}

function varint(value: number): number[] {
  const digits: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...digits, rest]
    digits.push((rest % 128) | 128)
  }
}
