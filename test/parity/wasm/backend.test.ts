import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { product } from '../../../shared/engine/kernels/run.ts'
import { Arena, openMemory } from '../../../shared/engine/kernels/wasm/arena.ts'
import { initialiseWasm, registerWasmKernels } from '../../../shared/engine/kernels/wasm/register.ts'
import { backend, numbers, onCpu, onWasm, valuesOf } from './device.ts'

/** A tensor in the memory: what one of our kernels made. */
const made = (values: Float32Array, rows: number): tf.Tensor2D =>
  product(tf.tensor2d(values, [rows, values.length / rows]), tf.eye(values.length / rows))

describe('the backend wasm', () => {
  it('runs every op that the backend cpu has', async () => {
    registerWasmKernels()
    const names = (device: string) => tf.getKernelsForBackend(device).map(({ kernelName }) => kernelName)
    expect(names('wasm')).toEqual(expect.arrayContaining(names('cpu')))
    await onWasm('plain', () => {
      const x = made(numbers(1, 12), 3)
      const y = tf.softmax(tf.add(tf.square(x), 1))
      expect([...tf.sum(y, 1).dataSync()].map((s) => Math.round(s * 1e5) / 1e5)).toEqual([1, 1, 1])
    })
  })

  it('keeps all numbers when the memory grows under them', async () => {
    await onWasm('plain', () => {
      const values = numbers(1, 4 * 64)
      const x = made(values, 4)
      const before = backend().arena.memory.buffer
      const large = made(new Float32Array(2048 * 2048).fill(2), 2048 * 512)
      const larger = made(new Float32Array(2048 * 2048).fill(3), 2048 * 512)
      expect(before.byteLength).toBe(0) // the old memory is detached
      expect(x.dataSync()).toEqual(values)
      expect([large.dataSync()[2048 * 2048 - 1], larger.dataSync()[0]]).toEqual([2, 3])
      expect(tf.add(x, x).dataSync()).toEqual(values.map((v) => 2 * v))
    })
  })

  it('hands out copies: what was read or sliced stays when its tensor is gone and the place is used anew', async () => {
    await onWasm('plain', () => {
      const values = numbers(1, 8 * 8)
      const x = made(values, 8)
      const read = x.dataSync()
      const slice = tf.slice(x, [2, 0], [3, 8])
      const sameNumbers = tf.reshape(x, [64])
      x.dispose()
      expect(sameNumbers.dataSync()).toEqual(values) // shares the memory, which therefore is still there
      sameNumbers.dispose()
      made(new Float32Array(64).fill(9), 8)
      expect(read).toEqual(values)
      expect(slice.dataSync()).toEqual(values.subarray(16, 40))
    })
  })

  it('slices rightly also where the slice itself makes the memory grow', async () => {
    await onWasm('plain', () => {
      const values = numbers(1, 1024)
      const x = made(
        Float32Array.from({ length: 1024 * 1024 }, (_, i) => values[i % 1024]),
        1024,
      )
      const { arena } = backend()
      const size = arena.memory.buffer.byteLength
      while (arena.memory.buffer.byteLength === size) {
        const slice = tf.slice(x, [1, 0], [1023, 1024])
        expect(slice.dataSync()[5 * 1024 + 3]).toBe(values[3])
        expect(slice.dataSync()[1023 * 1024 - 1]).toBe(values[1023])
      }
    })
  })

  it('joins tensors along any axis as the backend cpu does', async () => {
    const joined = () => {
      const [a, b, c] = [numbers(1, 12), numbers(2, 12), numbers(3, 12)].map((x) => tf.tensor3d(x, [1, 3, 4]))
      return valuesOf({
        first: tf.concat([a, b, c], 0),
        middle: tf.concat([a, b, c], 1),
        last: tf.concat([a, b, c], 2),
        negative: tf.concat([a, b], -2),
        one: tf.concat([a], 0),
        withEmpty: tf.concat([a, tf.zeros([0, 3, 4]), b] as tf.Tensor3D[], 0),
        integers: tf.cast(tf.concat([tf.range(0, 3, 1, 'int32'), tf.range(3, 5, 1, 'int32')]), 'float32'),
      })
    }
    expect(await onWasm('plain', joined)).toEqual(await onCpu(joined))
  })

  it('uses no more memory after 1,000 rounds than after 10', async () => {
    await onWasm('plain', () => {
      const round = () =>
        tf.tidy(() => {
          const x = made(numbers(1, 30 * 50), 30)
          tf.sum(product(x, tf.relu(x), { transposeB: true })).dataSync()
        })
      const state = () => [tf.memory().numTensors, tf.memory().numBytes, backend().arena.bytesInUse]
      for (let i = 0; i < 10; i++) round()
      const after10 = [...state(), backend().arena.memory.buffer.byteLength]
      for (let i = 0; i < 990; i++) round()
      expect([...state(), backend().arena.memory.buffer.byteLength]).toEqual(after10)
    })
  })

  it('can be asked for twice', async () => {
    await onWasm('plain', () => null)
    expect(await initialiseWasm()).toBe('plain')
  })

  it('takes over tensors of another backend', async () => {
    await tf.setBackend('cpu')
    const x = tf.tensor2d([[1, 2], [3, 4]]) // prettier-ignore
    await onWasm('plain', () => expect([...product(x, x).dataSync()]).toEqual([7, 10, 15, 22]))
  })
})

describe('the arena', () => {
  it('never hands out a byte twice and gets all of them back, whatever the order', () => {
    const arena = new Arena(openMemory(false).memory, () => undefined)
    const sizes = Array.from(numbers(7, 400), (x) => Math.ceil(Math.abs(x) * 100_000))
    const live = new Map<number, number>()
    for (const [i, bytes] of sizes.entries()) {
      const address = arena.allocate(bytes)
      expect(address % 64).toBe(0)
      for (const [start, length] of live) expect(address >= start + length || address + bytes <= start).toBe(true)
      live.set(address, bytes)
      if (i % 3 === 2) {
        const [oldest] = [...live.keys()].filter((_, n) => n === (i * 7) % live.size)
        arena.free(oldest)
        live.delete(oldest)
      }
    }
    for (const address of live.keys()) arena.free(address)
    expect(arena.bytesInUse).toBe(0)
    expect(arena.gapCount).toBe(1)
    expect(() => arena.free(64)).toThrow('no block at 64')
  })

  it('says what to do when the memory is full', () => {
    expect(() => new Arena(openMemory(false).memory, () => undefined).allocate(2 ** 33)).toThrow('use a smaller batch')
  })
})
