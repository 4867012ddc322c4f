import { beforeAll, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import { modelDefaults } from '../../../shared/contract/spec.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import type { Weights } from '../../../shared/engine/cells/model.ts'
import { makeBatch } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf, toDevice } from '../../../shared/engine/training/device-batch.ts'
import { livelyWeights, randomPart, useCpu } from './examples.ts'

const [T, B, H, D, V] = [6, 3, 5, 4, 9]

beforeAll(useCpu)

it.each(['rnn', 'lstm'] as const)('a trained %s answers as the layer of tfjs-layers with the same weights', (cell) => {
  const input = { kind: 'embedding', size: D } as const
  const spec = { cell, name: cell, hidden: H, layers: 1, dropout: 0, input, ...modelDefaults }
  const dims = { vocabularySize: V, classes: 2, maxLength: T }
  const model = createModel(spec, dims)
  const weights = livelyWeights(model, 5)
  const part = randomPart([T, T, T], { vocabularySize: V, classes: 2, seed: 8 })
  const batch = makeBatch(part, Int32Array.from([0, 1, 2]), 0, batchShapeOf(spec, dims, { B, padding: 'after' }))
  const ours = model.forward(weights, toDevice(batch, false), null).logits.dataSync()

  const options = { units: H, returnSequences: false, recurrentInitializer: 'zeros' } as const
  const layer =
    cell === 'rnn'
      ? layers.layers.simpleRNN({ ...options, activation: 'tanh' })
      : layers.layers.lstm({ ...options, activation: 'tanh', recurrentActivation: 'sigmoid' })
  const words = tf.gather(weights.embedding, tf.tensor2d(part.ids, [B, T], 'int32'))
  layer.apply(words) // builds it
  layer.setWeights(['W', 'U', 'b'].map((name) => gatesSideBySide(weights[`${cell}1.${name}`], cell === 'lstm' ? 4 : 1)))
  const last = layer.apply(words) as tf.Tensor2D
  const theirs = tf.add(tf.matMul(last, weights['output.W'] as tf.Tensor2D), weights['output.b']).dataSync()
  ours.forEach((logit, b) => expect(logit).toBeCloseTo(theirs[b], 5))
})

/** Keras keeps the gates one after the other, i f c o; ours alternate unit by unit, i f g o. */
function gatesSideBySide(x: tf.Tensor, gates: number): Weights[string] {
  const rows = x.shape.length === 2 ? x.shape[0] : 1
  return tf.reshape(tf.transpose(tf.reshape(x, [rows, H, gates]), [0, 2, 1]), x.shape)
}
