import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { optimiserKinds } from '../../../shared/contract/spec.ts'
import { applyGradients, momentShapes, optimiserAttributes } from '../../../shared/engine/training/optimisers.ts'
import { learnAutomaticGradients } from '../cells/automatic-gradients.ts'
import { relativeError, useCpu } from '../cells/examples.ts'

const RATE = 0.05
const STEPS = 12

beforeAll(async () => {
  await useCpu()
  await learnAutomaticGradients()
})

const theirs = {
  sgd: () => tf.train.sgd(RATE),
  momentum: () => tf.train.momentum(RATE, 0.9),
  rmsprop: () => tf.train.rmsprop(RATE, 0.9),
  adam: () => tf.train.adam(RATE, 0.9, 0.999, 1e-7),
}
const parameter = { name: 'w', shape: [3, 2], init: 'zeros', gates: 1, sparse: false } as const
const start = [0.5, -1, 2, 0.1, -0.3, 1.5]

/** Weights after each step of our optimiser on the given gradients. */
function ourSteps(kind: (typeof optimiserKinds)[number], gradients: Float32Array[], scale = 1): Float32Array[] {
  const own = { ...parameter, shape: [3, 2] }
  const shapes = momentShapes(kind, own)
  let now = {
    weights: { w: tf.tensor(start, [3, 2]) as tf.Tensor },
    moments: { m: { w: tf.zeros(shapes.m) as tf.Tensor }, v: { w: tf.zeros(shapes.v) as tf.Tensor } },
  }
  return gradients.map((gradient, n) => {
    const attributes = optimiserAttributes({ optimiser: kind, learningRate: RATE }, n + 1)
    const step = { scale: tf.tensor1d([scale]), slots: null, attributes }
    now = applyGradients([own], now, { w: tf.tensor2d(gradient, [3, 2]) }, step) as typeof now
    return now.weights.w.dataSync().slice() as Float32Array
  })
}

describe.each(optimiserKinds)('%s', (kind) => {
  // None near zero: there the place of ε in RMSprop's formula (ours outside the root, tf.train's inside) would show.
  const wave = (phase: number) => Math.sin(phase) + 0.5 * Math.sign(Math.sin(phase))
  const gradients = Array.from({ length: STEPS }, (_, n) => Float32Array.from(start, (x, i) => wave(x * 3 + n + i)))

  it('makes the steps that tf.train makes', () => {
    const w = tf.variable(tf.tensor(start, [3, 2]))
    const optimiser = theirs[kind]()
    const ours = ourSteps(kind, gradients)
    gradients.forEach((gradient, n) => {
      // The loss Σ g w has the gradient g.
      optimiser.minimize(() => tf.sum(tf.mul(w, tf.tensor2d(gradient, [3, 2]))) as tf.Scalar, false, [w])
      expect(relativeError(ours[n], w.dataSync()), `step ${n + 1}`).toBeLessThan(1e-5)
    })
  })

  it('multiplies the gradient by the scale of clipping', () => {
    const halves = gradients.map((gradient) => gradient.map((g) => g / 2))
    expect(ourSteps(kind, gradients, 0.5)).toEqual(ourSteps(kind, halves))
  })

  it.each([-1, NaN, Infinity])('does nothing when the scale is %d', (scale) => {
    expect(ourSteps(kind, gradients, scale).at(-1)).toEqual(Float32Array.from(start))
  })

  it('moves the rows of a sparse parameter that the batch touches as a dense one, and no others', () => {
    const sparse = { ...parameter, shape: [3, 2], sparse: true }
    const shapes = momentShapes(kind, sparse)
    const weights = { w: tf.tensor(start, [3, 2]) }
    const moments = { m: { w: tf.zeros(shapes.m) }, v: { w: tf.zeros(shapes.v) } }
    const attributes = optimiserAttributes({ optimiser: kind, learningRate: RATE }, 1)
    const [g0, g1, , , g4, g5] = gradients[0]
    const step = { scale: tf.tensor1d([1]), slots: tf.tensor1d([1, -1, 0], 'int32'), attributes }
    const moved = applyGradients([sparse], { weights, moments }, { w: tf.tensor2d([g4, g5, g0, g1], [2, 2]) }, step)
    const [dense] = ourSteps(kind, gradients)
    const expected = [dense[0], dense[1], start[2], start[3], dense[4], dense[5]]
    expect(Array.from(moved.weights.w.dataSync())).toEqual(Array.from(Float32Array.from(expected)))
  })
})
