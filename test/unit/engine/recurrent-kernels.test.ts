import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { gruStep } from '../../../shared/engine/cells/gru.ts'
import * as run from '../../../shared/engine/kernels/run.ts'
import { registerCpuKernels } from '../../../shared/engine/kernels/cpu/register.ts'
import { relativeError, useCpu } from '../../parity/cells/examples.ts'

const [T, B, H] = [5, 3, 4]

beforeAll(useCpu)

const normal = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> =>
  tf.randomNormal<R>(shape, 0, 0.7, 'float32', seed)
const words = [1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1]
const maskOf = () => tf.tensor2d(words, [T, B])
const backwards = (x: tf.Tensor3D) => tf.reverse(x, 0)

/** Everything a kernel answers, by name. */
type Answers = Record<string, tf.Tensor>
type Sequences = Record<string, tf.Tensor3D>

/** Forward and back in one go; `turn` is applied to the sequences that go in. */
const kernels: Record<string, (turn: <X extends tf.Tensor>(x: X) => X, reverse: boolean) => Answers> = {
  RNN: (turn, reverse) => {
    const state = { U: normal<tf.Rank.R2>([H, H], 1), h0: normal<tf.Rank.R2>([B, H], 2), mask: turn(maskOf()), reverse }
    const h = run.rnnForward({ xw: turn(normal<tf.Rank.R3>([T, B, H], 3)), ...state, activation: 'relu' })
    return { h, ...run.rnnBackward({ h, dh: turn(normal<tf.Rank.R3>([T, B, H], 4)), ...state, activation: 'relu' }) }
  },
  LSTM: (turn, reverse) => {
    const [h0, c0] = [normal<tf.Rank.R2>([B, H], 2), normal<tf.Rank.R2>([B, H], 5)]
    const peephole = normal<tf.Rank.R2>([3, H], 6)
    const state = { U: normal<tf.Rank.R2>([H, 4 * H], 1), h0, c0, peephole, mask: turn(maskOf()), reverse }
    const forward = run.lstmForward({ xw: turn(normal<tf.Rank.R3>([T, B, 4 * H], 3)), ...state })
    const { gates, c } = forward
    const back = run.lstmBackward({ gates, c, dh: turn(normal<tf.Rank.R3>([T, B, H], 4)), ...state })
    return { ...forward, ...back, dPeephole: run.peepholeGradient({ dz: back.dz, c, c0, reverse }) }
  },
  GRU: (turn, reverse) => {
    const state = {
      U: normal<tf.Rank.R2>([H, 3 * H], 1),
      h0: normal<tf.Rank.R2>([B, H], 2),
      mask: turn(maskOf()),
      reverse,
    }
    const bu = normal<tf.Rank.R1>([H], 5)
    const forward = run.gruForward({ xw: turn(normal<tf.Rank.R3>([T, B, 3 * H], 3)), bu, ...state })
    return { ...forward, ...run.gruBackward({ ...forward, dh: turn(normal<tf.Rank.R3>([T, B, H], 4)), ...state }) }
  },
}

describe.each(Object.keys(kernels))('the kernels of the %s', (name) => {
  it('read backwards what they would read forwards in an array turned round', () => {
    const reversed = kernels[name]((x) => x, true)
    const turned = kernels[name]((x) => tf.reverse(x, 0), false)
    expect(Object.keys(reversed).length).toBeGreaterThan(3)
    for (const [answer, tensor] of Object.entries(turned)) {
      const expected = tensor.rank === 3 ? backwards(tensor as tf.Tensor3D) : tensor
      expect([...reversed[answer].dataSync()], answer).toEqual([...expected.dataSync()])
    }
  })

  it('let the state pass where there is no word, and no gradient be born', () => {
    const { h, dz, du, dhTotal, gates } = kernels[name]((x) => x, false) as Sequences
    const h0 = normal<tf.Rank.R2>([B, H], 2).dataSync()
    const dh = normal<tf.Rank.R3>([T, B, H], 4).dataSync()
    const row = (x: tf.Tensor3D, t: number, b: number) =>
      x
        .dataSync()
        .slice((t * B + b) * x.shape[2])
        .slice(0, x.shape[2])
    let padded = 0
    for (let t = 0; t < T; t++)
      for (let b = 0; b < B; b++) {
        if (words[t * B + b] !== 0) continue
        padded++
        expect(row(h, t, b)).toEqual(t === 0 ? h0.slice(b * H, (b + 1) * H) : row(h, t - 1, b))
        for (const x of [dz, du, gates]) if (x) expect(row(x, t, b).every((value) => value === 0)).toBe(true)
        if (t === 0) continue
        const own = dh.slice(((t - 1) * B + b) * H).slice(0, H)
        const passed = row(dhTotal, t, b).map((value, j) => value + own[j])
        expect(relativeError(row(dhTotal, t - 1, b), passed)).toBeLessThan(1e-6)
      }
    expect(padded).toBe(5)
  })
})

describe('the gradient of a peephole', () => {
  afterEach(registerCpuKernels)

  it.each([false, true])('is the same without a kernel of its own, reverse %s', (reverse) => {
    const inputs = { dz: normal<tf.Rank.R3>([T, B, 4 * H], 1), c: normal<tf.Rank.R3>([T, B, H], 2), reverse }
    const c0 = normal<tf.Rank.R2>([B, H], 3)
    const ours = run.peepholeGradient({ ...inputs, c0 })
    tf.unregisterKernel('PeepholeGradient', 'cpu')
    const plain = run.peepholeGradient({ ...inputs, c0 })
    expect(plain.shape).toEqual([3, H])
    expect(relativeError(ours.dataSync(), plain.dataSync())).toBeLessThan(1e-6)
  })
})

describe('a GRU', () => {
  /** One unit, one input, worked out by hand: r = σ(0.5), z = σ(-0.5), n = tanh(0.3 + r · 0.5), h = (1-z) n + z/2. */
  it('gives its worked example to four decimals', () => {
    const step = gruStep(
      {
        W: tf.tensor2d([0.5, 0.25, 0.2], [1, 3]),
        U: tf.tensor2d([1, -1.5, 0.8], [1, 3]),
        b: tf.tensor1d([-0.5, 0, 0.1]),
        bu: tf.tensor1d([0.1]),
      },
      tf.tensor2d([1], [1, 1]),
      { h: tf.tensor2d([0.5], [1, 1]) },
    )
    const values = Object.fromEntries(Object.entries(step).map(([name, x]) => [name, (x as tf.Tensor).dataSync()[0]]))
    expect(values.r).toBeCloseTo(0.6225, 4)
    expect(values.z).toBeCloseTo(0.3775, 4)
    expect(values.q).toBeCloseTo(0.5, 6)
    expect(values.n).toBeCloseTo(0.545, 4)
    expect(values.h).toBeCloseTo(0.528, 4)
  })

  it('keeps its state where the update gate is 1, and forgets it where both gates are 0', () => {
    const [U, h0, ones] = [tf.zeros<tf.Rank.R2>([1, 3]), tf.tensor2d([0.25], [1, 1]), tf.ones<tf.Rank.R2>([1, 1])]
    const bu = tf.tensor1d([5])
    const of = (r: number, z: number, n: number) =>
      run.gruForward({ xw: tf.tensor3d([r, z, n], [1, 1, 3]), U, bu, h0, mask: ones }).h.dataSync()[0]
    expect(of(0, 40, 3)).toBe(0.25)
    expect(of(-200, -40, 0.5)).toBeCloseTo(Math.tanh(0.5), 6)
  })

  it('names the tensor whose shape is wrong', () => {
    const [h0, ones] = [tf.zeros<tf.Rank.R2>([1, 1]), tf.ones<tf.Rank.R2>([1, 1])]
    const inputs = { xw: tf.zeros<tf.Rank.R3>([1, 1, 3]), U: tf.zeros<tf.Rank.R2>([1, 3]), h0, mask: ones }
    expect(() => run.gruForward({ ...inputs, bu: tf.zeros([3]) })).toThrow(
      'GruForward: bu must have shape [1], got [3]',
    )
    const lstm = { xw: tf.zeros<tf.Rank.R3>([1, 1, 4]), U: tf.zeros<tf.Rank.R2>([1, 4]), h0, c0: h0, mask: ones }
    expect(() => run.lstmForward({ ...lstm, peephole: tf.zeros([1, 3]) })).toThrow(
      'LstmForward: peephole must have shape [3,1], got [1,3]',
    )
  })
})
