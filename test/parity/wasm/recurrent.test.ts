import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { lstmForward } from '../../../shared/engine/kernels/run.ts'
import { expectClose, masks, numbers, onCpu, onWasm, valuesOf, variants } from './device.ts'
import { gruOracle, lstmOracle, operands, rnnOracle } from './oracle.ts'
import type { Size } from './oracle.ts'
import { gru, lstm, rnn } from './sequences.ts'

const sizes: Size[] = [
  { T: 1, B: 1, H: 1 },
  { T: 3, B: 1, H: 3 },
  { T: 7, B: 3, H: 5 },
  { T: 4, B: 3, H: 257 },
  { T: 3, B: 257, H: 3 },
  { T: 30, B: 14, H: 16 },
]
const sides = ['none', 'after', 'before'] as const
const cases = sizes.flatMap((size) => sides.map((side) => ({ ...size, side })))

describe.each(variants)('the sequences in the %s binary', (variant) => {
  describe.each([
    { name: 'LSTM' },
    { name: 'LSTM, reversed', reverse: true },
    { name: 'LSTM with peephole', peephole: true },
    { name: 'LSTM with peephole, reversed', peephole: true, reverse: true },
  ])('$name', (form) => {
    it.each(cases)('plain ops and their gradients, T=$T B=$B H=$H, padding $side', async ({ side, ...size }) => {
      const [values, mask] = [operands(size, 4), masks(size.T, size.B, side)]
      const actual = await onWasm(variant, () => lstm(values, mask, size, form))
      expectClose(actual, await onCpu(() => valuesOf(lstmOracle(values, mask, size, form))), 1e-5)
      expectClose(actual, await onCpu(() => lstm(values, mask, size, form)), 1e-5)
    })
  })

  describe.each([{ name: 'GRU' }, { name: 'GRU, reversed', reverse: true }])('$name', (form) => {
    it.each(cases)('plain ops and their gradients, T=$T B=$B H=$H, padding $side', async ({ side, ...size }) => {
      const [values, mask] = [operands(size, 3), masks(size.T, size.B, side)]
      const actual = await onWasm(variant, () => gru(values, mask, size, form))
      expectClose(actual, await onCpu(() => valuesOf(gruOracle(values, mask, size, form))), 1e-5)
      expectClose(actual, await onCpu(() => gru(values, mask, size, form)), 1e-5)
    })
  })

  describe.each([{ activation: 'tanh' }, { activation: 'relu' }, { activation: 'tanh', reverse: true }] as const)(
    'RNN %o',
    ({ activation, ...form }) => {
      it.each(cases)('plain ops and their gradients, T=$T B=$B H=$H, padding $side', async ({ side, ...size }) => {
        const [values, mask] = [operands(size, 1), masks(size.T, size.B, side)]
        const actual = await onWasm(variant, () => rnn(values, mask, size, activation, form))
        expectClose(actual, await onCpu(() => valuesOf(rnnOracle(values, mask, size, activation, form))), 1e-5)
        expectClose(actual, await onCpu(() => rnn(values, mask, size, activation, form)), 1e-5)
      })
    },
  )

  it('a padded batch equals the same sentences one by one, bit for bit', async () => {
    const size = { T: 9, B: 5, H: 7 }
    const { T, B, H } = size
    const [values, mask] = [operands(size, 4), masks(T, B, 'after')]
    const together = await onWasm(variant, () => lstm(values, mask, size))
    for (let b = 0; b < B; b++) {
      const length = mask.filter((m, i) => i % B === b && m === 1).length
      if (length === 0) continue
      const column = (x: Float32Array, steps: number, width: number) =>
        Float32Array.from({ length: steps * width }, (_, i) => x[(Math.floor(i / width) * B + b) * width + (i % width)])
      const alone = await onWasm(variant, () =>
        lstm(
          {
            ...values,
            xw: column(values.xw, length, 4 * H),
            dh: column(withRest(values.dh, mask, size), length, H),
            h0: column(values.h0, 1, H),
            c0: column(values.c0, 1, H),
          },
          new Float32Array(length).fill(1),
          { T: length, B: 1, H },
        ),
      )
      for (const name of ['gates', 'dz']) expect(column(together[name], length, 4 * H)).toEqual(alone[name])
      for (const name of ['c', 'h']) expect(column(together[name], length, H)).toEqual(alone[name])
    }
  })

  it('a NaN or an infinity reaches every later state and gradient of its sentence, and no other sentence', async () => {
    const size = { T: 4, B: 3, H: 6 }
    for (const poison of [NaN, Infinity, -Infinity]) {
      const values = operands(size, 4)
      values.xw[(1 * size.B + 1) * 24 + 2] = poison // t = 1, sentence 1, the candidate of unit 0
      values.xw[(1 * size.B + 1) * 24 + 0] = poison // and its input gate
      const { h, c } = await onWasm(variant, () => lstm(values, masks(4, 3, 'none'), size))
      const cpu = await onCpu(() => lstm(values, masks(4, 3, 'none'), size))
      expectClose({ h, c }, { h: cpu.h, c: cpu.c }, 1e-5)
      const bad = (t: number, b: number) => h.subarray((t * 3 + b) * 6, (t * 3 + b + 1) * 6).some(Number.isNaN)
      expect(bad(3, 1)).toBe(Number.isNaN(poison))
      expect([bad(0, 1), bad(3, 0), bad(3, 2)]).toEqual([false, false, false])
    }
  })

  it('tells the rows of different timesteps apart whatever is in them: the same call gives the same bits', async () => {
    const size = { T: 20, B: 9, H: 13 }
    const [values, mask] = [operands(size, 4), masks(20, 9, 'before')]
    const once = await onWasm(variant, () => lstm(values, mask, size))
    expect(await onWasm(variant, () => lstm(values, mask, size))).toEqual(once)
  })

  it('gradients that have shrunk below the smallest normal float do not stop the sequence', async () => {
    const size = { T: 200, B: 2, H: 4 }
    const values = { ...operands(size, 1), U: numbers(2, 16, 0.05), dh: new Float32Array(200 * 8) }
    values.dh.fill(1, 199 * 8)
    const actual = await onWasm(variant, () => rnn(values, masks(200, 2, 'none'), size, 'tanh'))
    expectClose(actual, await onCpu(() => rnn(values, masks(200, 2, 'none'), size, 'tanh')), 1e-5)
    expect(actual.dhTotal[0]).toBe(0)
  })

  it('names the tensor whose shape is wrong', async () => {
    await onWasm(variant, () => {
      const [xw, U]: [tf.Tensor3D, tf.Tensor2D] = [tf.zeros([2, 3, 16]), tf.zeros([4, 4])]
      const [h0, mask]: tf.Tensor2D[] = [tf.zeros([3, 4]), tf.ones([2, 3])]
      expect(() => lstmForward({ xw, U, h0, c0: h0, mask })).toThrow('LstmForward: U must have shape [4,16], got [4,4]')
    })
  })
})

/** Alone, a sentence ends with its last word: the gradients at its padding then arrive there together. */
function withRest(dh: Float32Array, mask: Float32Array, { T, B, H }: Size): Float32Array {
  const result = dh.slice()
  for (let t = T - 2; t >= 0; t--)
    for (let b = 0; b < B; b++)
      if (mask[(t + 1) * B + b] === 0)
        for (let j = 0; j < H; j++) result[(t * B + b) * H + j] += result[((t + 1) * B + b) * H + j]
  return result
}
