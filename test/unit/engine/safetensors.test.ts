import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { decodeSafetensors, encodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import type { SafeTensor } from '../../../shared/engine/training/safetensors.ts'

/** A file written by hand from the format's description, not by our writer. */
function byHand(header: string, data: number[]): Uint8Array {
  const json = new TextEncoder().encode(header)
  return Uint8Array.from([json.length & 255, json.length >> 8, 0, 0, 0, 0, 0, 0, ...json, ...data])
}
const ONE = [0, 0, 0x80, 0x3f] // 1 as a little-endian float
const header = (entries: object) => JSON.stringify(entries)
const entry = (offsets: number[], shape = [1], dtype = 'F32') => ({ dtype, shape, data_offsets: offsets })

describe('safetensors', () => {
  it('brings back every value bit for bit, NaN and -0 included', () => {
    const tensor = fc
      .array(fc.float(), { maxLength: 20 })
      .map((values): SafeTensor => ({ dtype: 'F32', shape: [values.length], data: Float32Array.from(values) }))
    const tensors = fc.dictionary(
      fc.string().filter((name) => name !== '__metadata__'),
      tensor,
    )
    fc.assert(
      fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (written, metadata) => {
        const read = decodeSafetensors(encodeSafetensors(written, metadata))
        expect(read.metadata).toEqual({ ...metadata })
        expect(Object.keys(read.tensors).toSorted()).toEqual(Object.keys(written).toSorted())
        for (const [name, { shape, data }] of Object.entries(written)) {
          expect(read.tensors[name].shape).toEqual(shape)
          expect(new Uint8Array(read.tensors[name].data.buffer)).toEqual(new Uint8Array(data.buffer))
        }
      }),
    )
  })

  it('keeps integers and shapes of any rank', () => {
    const written: SafeTensor = { dtype: 'I32', shape: [2, 1, 2], data: Int32Array.from([1, -2, 3, 2 ** 31 - 1]) }
    expect(decodeSafetensors(encodeSafetensors({ x: written }, {})).tensors.x).toEqual(written)
  })

  it('starts the data at a multiple of eight and equal input gives equal bytes', () => {
    const tensors = { a: { dtype: 'F32' as const, shape: [1], data: Float32Array.of(1) } }
    const bytes = encodeSafetensors(tensors, { note: 'xyz' })
    expect((bytes.length - 4) % 8).toBe(0)
    expect(encodeSafetensors(tensors, { note: 'xyz' })).toEqual(bytes)
  })

  it('reads a file of another writer, from a view into a larger buffer too', () => {
    const bytes = byHand(header({ w: entry([0, 4]) }), ONE)
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    for (const file of [bytes, shifted.subarray(3)])
      expect(decodeSafetensors(file).tensors.w.data).toEqual(Float32Array.of(1))
  })

  it.each([
    ['nothing at all', new Uint8Array(0), 'too few'],
    ['a header longer than the file', Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0, 123), 'does not fit'],
    ['a header length of 2⁶³', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 123), 'does not fit'],
    ['a header that is no JSON', byHand('hello', []), 'not a JSON object'],
    ['a header that is a list', byHand('[]', []), 'not a JSON object'],
    ['data cut short', byHand(header({ w: entry([0, 4]) }), ONE.slice(1)), 'w [1] does not fit'],
    ['data to spare', byHand(header({ w: entry([0, 4]) }), [...ONE, ...ONE]), '4 bytes belong to no tensor'],
    ['a gap', byHand(header({ w: entry([4, 8]) }), [...ONE, ...ONE]), 'gap at byte 0'],
    ['an overlap', byHand(header({ v: entry([0, 4]), w: entry([0, 4]) }), ONE), 'overlap'],
    ['a shape that wants more', byHand(header({ w: entry([0, 4], [2]) }), ONE), 'w [2] does not fit'],
    ['a negative size', byHand(header({ w: entry([0, 4], [-1]) }), ONE), 'entry of w is malformed'],
    ['a dtype we do not know', byHand(header({ w: entry([0, 4], [1], 'BF16') }), ONE), 'entry of w is malformed'],
    ['metadata that is no text', byHand(header({ __metadata__: { a: 1 } }), []), '__metadata__'],
  ])('refuses %s by name', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(RangeError)
    expect(() => decodeSafetensors(bytes)).toThrow(message)
  })

  it('refuses to write a tensor whose shape does not fit', () => {
    const bad = { x: { dtype: 'F32' as const, shape: [3], data: Float32Array.of(1, 2) } }
    expect(() => encodeSafetensors(bad, {})).toThrow('x has 2 values, its shape [3] wants 3')
  })
})
