import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { clip, newGuard } from '../../../shared/engine/training/clipping.ts'
import type { Guard } from '../../../shared/engine/training/clipping.ts'
import { culprit, describeDivergence } from '../../../shared/engine/training/divergence.ts'
import { defaultTraining } from '../../../shared/contract/spec.ts'
import { useCpu } from '../../parity/cells/examples.ts'

beforeAll(useCpu)

const parameters = ['a', 'b'].map((name) => ({ name, shape: [2], init: 'zeros' as const, sparse: false, gates: 1 }))

function step(n: number, a: number[], loss: number, guard: Guard, clipNorm: number | null = null) {
  const gradients = { a: tf.tensor1d(a), b: tf.tensor1d([0, 4]) }
  const result = clip(parameters, gradients, { loss: tf.tensor1d([loss]), step: n, clipNorm, guard })
  const number = (x: tf.Tensor) => x.dataSync()[0]
  const numbers = { norm: number(result.norm), clipped: number(result.clipped), scale: number(result.scale) }
  return {
    ...numbers,
    alive: number(result.guard.alive),
    report: [...result.guard.report.dataSync()],
    guard: result.guard,
  }
}

describe('clipping', () => {
  it('takes the norm over all parameters and scales it to the limit', () => {
    const { norm, clipped, scale } = step(1, [3, 0], 0.7, newGuard(2), 2.5)
    expect(norm).toBe(5)
    expect(clipped).toBe(2.5)
    expect(scale).toBe(0.5)
  })

  it.each([null, 6])('leaves a smaller norm alone (limit %s), and a norm of zero', (clipNorm) => {
    expect(step(1, [3, 0], 0.7, newGuard(2), clipNorm)).toMatchObject({ norm: 5, clipped: 5, scale: 1 })
    expect(step(1, [0, 0], 0.7, newGuard(2), clipNorm).scale).toBe(1)
  })
})

describe('the guard', () => {
  it.each([
    { what: 'a loss that is no number', a: [3, 0], loss: NaN },
    { what: 'an infinite loss', a: [3, 0], loss: Infinity },
    { what: 'a gradient that is no number', a: [NaN, 0], loss: 0.7 },
    { what: 'an infinite gradient', a: [-Infinity, 0], loss: 0.7 },
  ])('forbids every step after $what, and remembers the first', ({ a, loss }) => {
    const first = step(1, [3, 0], 0.7, newGuard(2))
    expect(first).toMatchObject({ alive: 1, scale: 1 })
    expect(first.report).toEqual([1, Math.fround(0.7), 3, 4])
    const second = step(2, a, loss, first.guard)
    expect(second).toMatchObject({ alive: 0, scale: -1 })
    expect(second.report.slice(0, 2)).toEqual([2, Math.fround(loss)])
    const third = step(3, [3, 0], 0.6, second.guard)
    expect(third).toMatchObject({ alive: 0, scale: -1 })
    expect(third.report).toEqual(second.report)
  })
})

describe('a divergence in words', () => {
  it('blames the loss first, then the parameter whose gradient is not finite', () => {
    expect(culprit(NaN, { a: NaN })).toBe('loss')
    expect(culprit(0.5, { a: 1, b: Infinity })).toBe('b')
    expect(culprit(0.5, { a: 1, b: 2 })).toBe('the global gradient norm')
  })

  it('gives advice that fits the settings', () => {
    const at = { step: 40, epoch: 2, what: 'lstm1.U' }
    expect(describeDivergence(at, { ...defaultTraining, learningRate: 0.5, clipNorm: 5 }).message).toBe(
      'In step 40 (epoch 2) the gradient of lstm1.U was no longer a finite number, so training stopped there. ' +
        'The weights from before that step are kept. ' +
        'Try a learning rate of 0.05 instead of 0.5, or clip the gradient norm below 5.',
    )
    const plain = { ...defaultTraining, optimiser: 'sgd', clipNorm: null } as const
    expect(describeDivergence({ ...at, what: 'validation loss' }, plain).message).toMatch(
      /the validation loss was no longer.*clip the gradient norm, at 1 or 5, or let Adam choose the step sizes\.$/,
    )
  })
})
