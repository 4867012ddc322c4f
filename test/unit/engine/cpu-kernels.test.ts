import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { lossOf, probabilitiesOf, scoreOf } from '../../../shared/engine/cells/head.ts'
import { kernelNames, optionalKernelNames } from '../../../shared/engine/kernels/kernels.ts'
import { registerCpuKernels } from '../../../shared/engine/kernels/cpu/register.ts'
import { lstmForward, product, rnnForward, rowLookup, rowNorms } from '../../../shared/engine/kernels/run.ts'
import { relativeError, useCpu } from '../../parity/cells/examples.ts'

beforeAll(useCpu)

const normal = (shape: [number, number], seed: number): tf.Tensor2D => tf.randomNormal(shape, 0, 1, 'float32', seed)

describe('the product', () => {
  const sizes = [1, 3, 8, 33].flatMap((M) => [1, 4, 7].flatMap((K) => [1, 2, 4, 9].map((N) => ({ M, K, N }))))
  it.each(sizes)('agrees with tf.matMul for $M × $K × $N, each way round', ({ M, K, N }) => {
    const close = (ours: tf.Tensor, theirs: tf.Tensor) => {
      expect(ours.shape).toEqual(theirs.shape)
      expect(relativeError(ours.dataSync(), theirs.dataSync())).toBeLessThan(1e-6)
    }
    const bias: tf.Tensor1D = tf.randomNormal([N], 0, 1, 'float32', 3)
    const [a, b] = [normal([M, K], 1), normal([K, N], 2)]
    close(product(a, b), tf.matMul(a, b))
    close(product(a, b, { bias }), tf.add(tf.matMul(a, b), bias))
    close(product(tf.transpose(a), b, { transposeA: true }), tf.matMul(a, b))
    close(product(a, tf.transpose(b), { transposeB: true }), tf.matMul(a, b))
  })

  it('leaves out rows of zeros without a difference', () => {
    const keep = tf.tensor2d([1, 0, 0, 1, 0, 1, 1], [7, 1])
    const [a, d]: tf.Tensor2D[] = [tf.mul(normal([7, 5], 1), keep), tf.mul(normal([7, 6], 2), tf.reverse(keep))]
    const [w, bias] = [normal([5, 6], 3), tf.ones<tf.Rank.R1>([6])]
    const error = (x: tf.Tensor, y: tf.Tensor) => relativeError(x.dataSync(), y.dataSync())
    expect(error(product(a, w, { bias }), tf.add(tf.matMul(a, w), bias))).toBeLessThan(1e-6)
    expect(error(product(a, d, { transposeA: true }), tf.matMul(a, d, true))).toBeLessThan(1e-6)
  })

  it('names the factor whose shape is wrong', () => {
    expect(() => product(normal([2, 3], 1), normal([4, 5], 2))).toThrow('Product: b must have shape [3,5], got [4,5]')
  })
})

describe('the other kernels', () => {
  it('are registered once each, however often they are asked for', () => {
    registerCpuKernels()
    for (const name of [...kernelNames, ...optionalKernelNames]) expect(tf.getKernel(name, 'cpu')).toBeTruthy()
  })

  it('measure norms far below the root of the smallest float', () => {
    const norms = rowNorms(tf.tensor2d([3e-30, 4e-30, 0, 0, 3e18, 4e18], [3, 2])).dataSync()
    expect(norms[0] / 5e-30).toBeCloseTo(1, 5)
    expect(norms[1]).toBe(0)
    expect(norms[2] / 5e18).toBeCloseTo(1, 5)
  })

  it('look up rows with a bias, and zeros for padding', () => {
    const table = tf.tensor2d([0, 0, 1, 2, 3, 4], [3, 2])
    const found = rowLookup(table, tf.tensor1d([2, 0, 1], 'int32'), tf.tensor1d([1, 0, 1]), tf.tensor1d([10, 20]))
    expect([...found.dataSync()]).toEqual([13, 24, 0, 0, 11, 22])
  })

  it('pass a NaN on instead of hiding it', () => {
    const xw = tf.tensor3d([NaN], [1, 1, 1])
    const [U, h0, mask] = [tf.ones<tf.Rank.R2>([1, 1]), tf.zeros<tf.Rank.R2>([1, 1]), tf.ones<tf.Rank.R2>([1, 1])]
    for (const activation of ['tanh', 'relu'] as const)
      expect(rnnForward({ xw, U, h0, mask, activation }).dataSync()[0]).toBeNaN()
  })

  it('let a relu state through and cut a negative one', () => {
    const [h0, mask] = [tf.zeros<tf.Rank.R2>([1, 2]), tf.ones<tf.Rank.R2>([1, 1])]
    const xw = tf.tensor3d([0.5, -0.5], [1, 1, 2])
    expect([...rnnForward({ xw, U: tf.zeros([2, 2]), h0, mask, activation: 'relu' }).dataSync()]).toEqual([0.5, 0])
  })

  it('pass the state of an LSTM through padding on either side', () => {
    const mask = tf.tensor2d([0, 1, 0], [3, 1])
    const state = { h0: tf.tensor2d([0.25], [1, 1]), c0: tf.tensor2d([0.5], [1, 1]) }
    const { gates, c, h } = lstmForward({ xw: tf.ones([3, 1, 4]), U: tf.ones([1, 4]), mask, ...state })
    const [first, second, third] = h.dataSync()
    expect(first).toBe(0.25)
    expect(second).not.toBe(first)
    expect(third).toBe(second)
    expect(c.dataSync()[0]).toBe(0.5)
    expect([...gates.dataSync().slice(0, 4), ...gates.dataSync().slice(8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })
})

describe('the loss', () => {
  it('neither overflows nor loses its gradient at extreme logits', () => {
    const share = tf.fill<tf.Rank.R2>([2, 1], 0.5)
    const { loss, accuracy, dLogits } = lossOf(tf.tensor2d([500, -500], [2, 1]), {
      y: tf.tensor2d([0, 1], [2, 1]),
      share,
    })
    expect(loss.dataSync()[0]).toBeCloseTo(500, 3)
    expect(accuracy.dataSync()[0]).toBe(0)
    expect([...dLogits.dataSync()]).toEqual([0.5, -0.5])
  })

  it('of several classes is stable too, and leaves out what only fills up', () => {
    const y = tf.tensor2d([1, 0, 0, 0, 0, 1], [2, 3])
    const share = tf.tensor2d([1, 1, 1, 0, 0, 0], [2, 3])
    const { loss, accuracy, dLogits } = lossOf(tf.tensor2d([0, 900, 0, 0, 0, 0], [2, 3]), { y, share })
    expect(loss.dataSync()[0]).toBeCloseTo(900, 3)
    expect(accuracy.dataSync()[0]).toBe(0)
    expect(Array.from(dLogits.dataSync(), (x) => x + 0)).toEqual([-1, 1, 0, 0, 0, 0]) // -0 + 0 is 0
  })

  it('on the host says the same as on the device', () => {
    expect(scoreOf([2], 1).loss).toBeCloseTo(Math.log(1 + Math.exp(-2)), 12)
    expect(scoreOf([2], 0)).toEqual({ loss: 2 + Math.log(1 + Math.exp(-2)), predicted: 1 })
    expect(scoreOf([-1000], 1).loss).toBe(1000)
    expect(scoreOf([1, 3, 2], 2).predicted).toBe(1)
    expect(probabilitiesOf([0])).toEqual([0.5, 0.5])
    expect(probabilitiesOf([1000, 0, 1000])).toEqual([0.5, 0, 0.5])
  })
})
