import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { backwardTrace, gradientOf } from '../../../shared/engine/inspect/backward-trace.ts'
import { gradientNorm, sumOfTerms } from '../../../shared/engine/inspect/contributions.ts'
import { norm } from '../../../shared/engine/inspect/matrix.ts'
import { lossOf, trace } from '../../../shared/engine/inspect/trace.ts'
import { relativeError, useCpu } from '../cells/examples.ts'
import { randomExample } from '../../unit/inspect/random-models.ts'
import type { ModelOptions } from '../../unit/inspect/random-models.ts'
import { trainerOn } from './trained-models.ts'

/** Single against double precision. */
const TOLERANCE = 1e-5

const bare: ModelOptions[] = (['rnn', 'lstm', 'gru', 'ann', 'ann-mean'] as const).flatMap((cell) =>
  [1, 2].flatMap((layers) => [false, true].map((oneHot) => ({ cell, layers, oneHot }))),
)
const extras: ModelOptions[] = [
  { cell: 'rnn', activation: 'relu' },
  { cell: 'ann', activation: 'relu', layers: 2 },
  { cell: 'ann-mean', activation: 'relu' },
  { cell: 'lstm', peephole: true, layers: 2 },
  ...(['rnn', 'lstm', 'gru'] as const).flatMap((cell) =>
    [false, true].flatMap((oneHot): ModelOptions[] => [
      { cell, oneHot, pooling: 'mean', layers: 2 },
      { cell, oneHot, bidirectional: true, layers: 2 },
      { cell, oneHot, bidirectional: true, pooling: 'mean', layers: 3 },
    ]),
  ),
  { cell: 'lstm', bidirectional: true, peephole: true, layers: 2 },
  ...(['rnn', 'lstm', 'gru'] as const).map((cell) => ({ cell, hidden: 32, size: 24, length: 40 })),
]
const named = [...bare, ...extras].map((options): [string, ModelOptions] => [JSON.stringify(options), options])

beforeAll(useCpu)
beforeAll(() => tf.engine().startScope())
afterAll(() => tf.engine().endScope())

describe.each(named)('%s', (_, options) => {
  it.each([1, 2, 3, 4])('the parts add up to the gradient that the trainer uses (seed %i)', (seed) => {
    const one = randomExample(options, seed)
    const { trained, model } = trainerOn(one)
    const read = trace(model, one.ids)
    expect(relativeError(read.logits, trained.logits)).toBeLessThan(TOLERANCE)
    expect(lossOf(read, one.label)).toBeCloseTo(trained.loss, 5)

    const back = backwardTrace(read, { label: one.label })
    expect(back.gradients.map(({ parameter }) => parameter)).toEqual(Object.keys(trained.gradients))
    for (const [name, expected] of Object.entries(trained.gradients)) {
      const gradient = gradientOf(back, name)
      expect(relativeError(sumOfTerms(gradient).values, expected), name).toBeLessThan(TOLERANCE)
      expect(gradientNorm(gradient), name).toBeCloseTo(norm(Float64Array.from(expected)), 5)
    }
    for (const { of, reverse, values } of trained.signals) {
      const pass = back.passes.findLast(({ direction }) => (direction === 'reverse') === reverse)
      const steps = pass?.steps.toSorted((a, b) => a.word - b.word)
      const got = of === 'x' ? back.lookUps[0].slopes : steps!.map(({ dh, dc }) => (of === 'h' ? dh : dc!))
      expect(
        relativeError(
          got.flatMap((x) => Array.from(x)),
          values,
        ),
        of,
      ).toBeLessThan(TOLERANCE)
    }
  })
})
