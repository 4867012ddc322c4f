import { beforeAll, describe, expect, it } from 'vitest'
import type * as tf from '@tensorflow/tfjs-core'
import { modelDefaults } from '../../../shared/contract/spec.ts'
import type { ModelSpec } from '../../../shared/contract/spec.ts'
import { lossOf } from '../../../shared/engine/cells/head.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { makeBatch } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf, targetsOf, toDevice } from '../../../shared/engine/training/device-batch.ts'
import { tidy } from '../../../shared/engine/tidy.ts'
import { denseGradient, livelyWeights, randomPart, relativeError, useCpu } from './examples.ts'
import { titleOf, variants } from './variants.ts'

const [V, classes, T, H, D] = [9, 3, 7, 5, 4]
const lengths = [3, 7, 1, 5]
const part = randomPart(lengths, { vocabularySize: V, classes, seed: 2 })

beforeAll(useCpu)

/**
 * A sentence alone has no padding at all where the cell allows it: its own length is then the number of timesteps. The ANN has
 * weights per position, so there it keeps its padding and loses its neighbours only.
 */
describe.each(variants.map((variant) => ({ variant, title: titleOf(variant) })))('$title', ({ variant }) => {
  it.each([
    { padding: 'after', layers: 1 },
    { padding: 'before', layers: 2 },
  ] as const)('a batch padded $padding is its sentences one by one, $layers layers', ({ padding, layers }) => {
    const spec: ModelSpec = {
      ...{ name: 'x', input: { kind: 'embedding', size: D }, hidden: H, layers, dropout: 0 },
      ...modelDefaults,
      ...variant,
    }
    const weights = livelyWeights(createModel(spec, dims(T)), 6)
    const all = passOf([0, 1, 2, 3], T)
    const alone = lengths.map((length, n) => passOf([n], variant.cell === 'ann' ? T : length))
    expect(
      relativeError(
        all.logits,
        alone.flatMap(({ logits }) => [...logits]),
      ),
    ).toBeLessThan(1e-6)
    for (const [name, gradient] of Object.entries(all.gradients)) {
      const mean = gradient.map((_, i) => alone.reduce((sum, { gradients }) => sum + gradients[name][i], 0) / 4)
      expect(relativeError(gradient, mean), name).toBeLessThan(1e-5)
    }

    /** The sentences of that number in one batch of as many timesteps, with two empty ones beside them where T is the full one. */
    function passOf(sentences: number[], steps: number) {
      const model = createModel(spec, dims(steps))
      const B = sentences.length === 1 ? 1 : sentences.length + 2
      const batch = makeBatch(part, Int32Array.from(sentences), 0, batchShapeOf(spec, dims(steps), { B, padding }))
      const { logits, back } = tidy(() => {
        const forward = model.forward(weights, toDevice(batch, true), null)
        const { dLogits } = lossOf(forward.logits, targetsOf(batch, classes))
        return { logits: forward.logits, back: forward.backward(dLogits).gradients }
      })
      const gradients = model.parameters.map(({ name, sparse, shape }) => {
        const gradient = sparse ? denseGradient(back[name] as tf.Tensor2D, batch, shape) : back[name].dataSync()
        return [name, gradient as Float32Array] as const
      })
      return {
        logits: logits.dataSync().slice(0, sentences.length * classes),
        gradients: Object.fromEntries(gradients),
      }
    }
  })
})

const dims = (maxLength: number) => ({ vocabularySize: V, classes, maxLength })
