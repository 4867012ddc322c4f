import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import type { OptimiserAttributes } from '../../../shared/engine/kernels/kernels.ts'
import { optimiserStep, sparseOptimiserStep } from '../../../shared/engine/kernels/run.ts'
import { expectClose, numbers, onCpu, onWasm, valuesOf, variants } from './device.ts'

const kinds = ['sgd', 'momentum', 'rmsprop', 'adam'] as const
const settings = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
type State = { p: Float64Array; m: Float64Array; v: Float64Array }

/** The formulas of kernels.ts, number by number in double precision. */
function oracle({ p, m, v }: State, g: ArrayLike<number>, scale: number, at: OptimiserAttributes): State {
  const next = { p: p.slice(), m: m.slice(), v: v.slice() }
  for (let i = 0; i < p.length; i++) {
    const slope = g[i] * scale
    const adam = at.kind === 'adam'
    if (adam) next.m[i] = at.beta1 * m[i] + (1 - at.beta1) * slope
    if (at.kind === 'momentum') next.m[i] = at.beta1 * m[i] + slope
    if (adam || at.kind === 'rmsprop') next.v[i] = at.beta2 * v[i] + (1 - at.beta2) * slope ** 2
    const [mHat, vHat] = [next.m[i] / (1 - at.beta1 ** at.t), next.v[i] / (1 - at.beta2 ** at.t)]
    if (at.kind === 'sgd') next.p[i] -= at.learningRate * slope
    else if (at.kind === 'momentum') next.p[i] -= at.learningRate * next.m[i]
    else if (at.kind === 'rmsprop') next.p[i] -= (at.learningRate * slope) / (Math.sqrt(next.v[i]) + at.epsilon)
    else next.p[i] -= (at.learningRate * mHat) / (Math.sqrt(vHat) + at.epsilon)
  }
  return next
}

const hasM = (kind: string) => kind === 'adam' || kind === 'momentum'
const hasV = (kind: string) => kind === 'adam' || kind === 'rmsprop'
const moments = (kind: string, shape: number[]) => ({
  m: tf.zeros(hasM(kind) ? shape : [1]),
  v: tf.zeros(hasV(kind) ? shape : [1]),
})
const one = (value: number) => tf.tensor1d([value])

describe.each(variants)('the optimisers in the %s binary', (variant) => {
  describe.each(kinds)('%s', (kind) => {
    it.each([1, 3, 4, 257])('ten steps of %i parameters follow the formula in double precision', async (n) => {
      const p = numbers(1, n)
      let wanted: State = { p: Float64Array.from(p), m: new Float64Array(n), v: new Float64Array(n) }
      const actual = await onWasm(variant, () => {
        let state = { p: tf.tensor1d(p) as tf.Tensor, ...moments(kind, [n]) }
        for (let t = 1; t <= 10; t++) {
          const g = numbers(t + 1, n)
          wanted = oracle(wanted, g, 0.7, { ...settings, kind, t })
          state = optimiserStep(state, { g: tf.tensor1d(g), scale: one(0.7) }, { ...settings, kind, t })
        }
        return valuesOf({ ...state })
      })
      expectClose(
        { p: actual.p, ...(hasM(kind) && { m: actual.m }), ...(hasV(kind) && { v: actual.v }) },
        { p: wanted.p, ...(hasM(kind) && { m: wanted.m }), ...(hasV(kind) && { v: wanted.v }) },
        1e-6,
      )
    })

    it.each([NaN, Infinity, -1])('a scale of %d leaves everything as it was', async (scale) => {
      const [p, g] = [numbers(1, 6), numbers(2, 6).fill(NaN, 2, 4)]
      await onWasm(variant, () => {
        const state = { p: tf.tensor2d(p, [2, 3]), ...moments(kind, [2, 3]) }
        const before = valuesOf(state)
        const attributes = { ...settings, kind, t: 3 }
        expect(
          valuesOf({ ...optimiserStep(state, { g: tf.tensor2d(g, [2, 3]), scale: one(scale) }, attributes) }),
        ).toEqual(before)
        const sparse = { g: tf.tensor2d(g, [2, 3]), slots: tf.tensor1d([1, 0], 'int32'), scale: one(scale) }
        expect(valuesOf({ ...sparseOptimiserStep(state, sparse, attributes) })).toEqual(before)
      })
    })

    it.each([1, 3, 32])('only rows with a slot move, as the twin moves them (rows of %i)', async (D) => {
      const V = 9
      const slots = Int32Array.of(-1, 2, -1, 0, 1, -1, -1, 3, -1)
      const steps = () => {
        let state = { p: tf.tensor2d(numbers(1, V * D), [V, D]) as tf.Tensor, ...moments(kind, [V, D]) }
        for (let t = 1; t <= 3; t++) {
          const g = tf.tensor2d(numbers(t + 1, 4 * D), [4, D])
          state = sparseOptimiserStep(
            state,
            { g, slots: tf.tensor1d(slots), scale: one(0.5) },
            { ...settings, kind, t },
          )
        }
        return valuesOf({ ...state })
      }
      const actual = await onWasm(variant, steps)
      expectClose(actual, await onCpu(steps), 1e-6)
      const [first, start] = [actual.p, numbers(1, V * D)]
      for (let r = 0; r < V; r++) {
        const same = first.subarray(r * D, (r + 1) * D).every((x, j) => x === start[r * D + j])
        expect(same, `row ${r} stays`).toBe(slots[r] < 0)
      }
    })
  })

  it('names a slot that is no row of the gradient', async () => {
    await onWasm(variant, () => {
      const state = { p: tf.zeros([3, 2]), m: tf.zeros([1]), v: tf.zeros([1]) }
      const gradient = { g: tf.zeros([1, 2]) as tf.Tensor2D, slots: tf.tensor1d([0, -1, 1], 'int32'), scale: one(1) }
      expect(() => sparseOptimiserStep(state, gradient, { ...settings, kind: 'sgd', t: 1 })).toThrow('slots[2]')
    })
  })
})
