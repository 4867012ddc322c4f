import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { isRecurrent, modelDefaults } from '../../../shared/contract/spec.ts'
import type { ModelSpec } from '../../../shared/contract/spec.ts'
import { lossOf } from '../../../shared/engine/cells/head.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { layerFeatures } from '../../../shared/engine/cells/parameters.ts'
import { makeBatch } from '../../../shared/engine/training/batches.ts'
import type { Batch } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf, targetsOf, toDevice } from '../../../shared/engine/training/device-batch.ts'
import { learnAutomaticGradients } from './automatic-gradients.ts'
import { denseGradient, livelyWeights, randomPart, relativeError, useCpu } from './examples.ts'
import { readableLoss } from './readable-model.ts'
import type { Nudge } from './readable-model.ts'
import { titleOf, variants } from './variants.ts'

const V = 7
const TOLERANCE = 1e-5
const sizes = [
  { T: 1, lengths: [1], B: 1, H: 1, D: 1 },
  { T: 5, lengths: [5, 1, 3], B: 3, H: 5, D: 3 },
  // Two real sentences, the batch of five filled up with empty ones.
  { T: 6, lengths: [2, 6], B: 5, H: 4, D: 2 },
]
const cases = variants.flatMap((variant) =>
  (['one-hot', 'embedding'] as const).flatMap((input) =>
    [1, 2].flatMap((layers) =>
      (['after', 'before'] as const).map((padding) => ({
        variant,
        title: titleOf(variant),
        input,
        layers,
        padding,
        classes: layers === 2 ? 3 : 2,
      })),
    ),
  ),
)

beforeAll(async () => {
  await useCpu()
  await learnAutomaticGradients()
})

describe.each(cases)('$title, $input, $layers layers, padding $padding', (example) => {
  const { variant, input, layers, padding, classes } = example
  const { cell } = variant
  it.each(sizes)('agrees with automatic differentiation at T $T, B $B, H $H', ({ T, lengths, B, H, D }) => {
    const spec: ModelSpec = {
      ...{ name: cell, hidden: H, layers, dropout: 0.5, ...modelDefaults, ...variant },
      input: input === 'one-hot' ? { kind: 'one-hot' } : { kind: 'embedding', size: D },
    }
    const dims = { vocabularySize: V, classes, maxLength: T }
    const model = createModel(spec, dims)
    const part = randomPart(lengths, { vocabularySize: V, classes, seed: T })
    const order = Int32Array.from(lengths, (_, n) => n)
    const batch = makeBatch(part, order, 0, batchShapeOf(spec, dims, { B, padding }))
    const weights = livelyWeights(model, 11)
    const dropout = Array.from({ length: layers }, (_, n) =>
      tf.randomUniform<tf.Rank.R2>([B, layerFeatures(spec)], 0.1, 2, 'float32', n),
    )
    const width = cell === 'ann' || cell === 'ann-mean' ? D : H
    const nudge = tf.zeros<tf.Rank.R3>([T, B, width])

    const { logits, backward } = model.forward(weights, toDevice(batch, true), dropout)
    const { loss, dLogits } = lossOf(logits, targetsOf(batch, classes))
    const { gradients, signals } = backward(dLogits)

    const names = model.parameters.map(({ name }) => name)
    const expected = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
      readableLoss(model, Object.fromEntries(names.map((name, n) => [name, tensors[n]])), batch, dropout),
    )(names.map((name) => weights[name]))
    expect(loss.dataSync()[0]).toBeCloseTo(expected.value.dataSync()[0], 5)
    for (const [n, { name, sparse, shape }] of model.parameters.entries()) {
      const got = sparse ? denseGradient(gradients[name] as tf.Tensor2D, batch, shape) : gradients[name].dataSync()
      expect(relativeError(got, expected.grads[n].dataSync()), name).toBeLessThan(TOLERANCE)
    }
    const oneWay = cell === 'lstm' ? ['h', 'c'] : isRecurrent(cell) ? ['h'] : input === 'embedding' ? ['x'] : []
    const keys = signals.map(({ of, reverse }) => (reverse ? `${of}-reverse` : of) as keyof Nudge)
    expect(keys).toEqual([...oneWay, ...(spec.bidirectional ? oneWay.map((of) => `${of}-reverse`) : [])])
    for (const [n, { layout, gradient }] of signals.entries()) {
      const wanted = tf.grad((zero) => readableLoss(model, weights, batch, dropout, { [keys[n]]: zero }))(nudge)
      const got = layout === 'time-first' ? gradient : tf.transpose(tf.reshape(gradient, [B, T, width]), [1, 0, 2])
      const words = wordsOnly(batch, width)
      expect(relativeError(words(got.dataSync()), words(wanted.dataSync())), keys[n]).toBeLessThan(TOLERANCE)
    }
  })
})

/** The values of real words only, of [T, B, width]. */
function wordsOnly({ shape: { T, B }, first, lengths }: Batch, width: number) {
  return (values: ArrayLike<number>): number[] =>
    Array.from(values).filter((_, i) => {
      const [t, b] = [Math.floor(i / (B * width)), Math.floor(i / width) % B]
      return T > 0 && t >= first[b] && t < first[b] + lengths[b]
    })
}
