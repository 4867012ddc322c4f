import * as tf from '@tensorflow/tfjs-core'
import { denseStep } from '../../../shared/engine/cells/dense-stack.ts'
import { lstmStep } from '../../../shared/engine/cells/lstm.ts'
import type { Model, Weights } from '../../../shared/engine/cells/model.ts'
import { rnnStep } from '../../../shared/engine/cells/rnn.ts'
import { positionOf } from '../../../shared/engine/training/batches.ts'
import type { Batch } from '../../../shared/engine/training/batches.ts'

/**
 * The oracle: a whole model out of readable steps and plain ops, one timestep after the other, one-hot vectors multiplied out.
 * It shares no line with the fast path but the steps themselves, and its gradients come from automatic differentiation.
 *
 * `nudge` is added to a state at every timestep ([T, B, H], or [T, B, D] for x), so that ∂loss/∂nudge_t is the gradient of
 * that state with all later timesteps. It is 0.
 */
export interface Nudge {
  h?: tf.Tensor3D
  c?: tf.Tensor3D
  x?: tf.Tensor3D
}

export function readableLoss(
  model: Model,
  weights: Weights,
  batch: Batch,
  dropout: tf.Tensor2D[] | null,
  nudge: Nudge = {},
): tf.Scalar {
  const features = featuresOf(model, weights, batch, dropout, nudge)
  const logits = tf.add(tf.matMul(features, weights['output.W'] as tf.Tensor2D), weights['output.b'])
  const share = tf.tensor1d(batch.weights.map((weight) => weight / batch.count))
  const labels = tf.tensor1d(batch.labels, 'int32')
  const { classes } = model.dims
  const probabilities =
    classes === 2 ? tf.concat([tf.sigmoid(tf.neg(logits)), tf.sigmoid(logits)], 1) : tf.softmax(logits as tf.Tensor2D)
  const right = tf.sum(tf.mul(tf.log(probabilities), tf.oneHot(labels, classes)), 1)
  return tf.neg(tf.sum(tf.mul(right, share))) as tf.Scalar
}

function featuresOf(model: Model, weights: Weights, batch: Batch, dropout: tf.Tensor2D[] | null, nudge: Nudge) {
  const { cell, layers } = model.spec
  const { T, B } = batch.shape
  const words = Array.from({ length: T }, (_, t) => inputAt(model, weights, batch, t))
  const x = nudge.x ? words.map((word, t) => tf.add<tf.Tensor2D>(word, at(nudge.x!, t))) : words
  const drop = (values: tf.Tensor2D, layer: number): tf.Tensor2D => (dropout ? tf.mul(values, dropout[layer]) : values)
  if (cell === 'rnn' || cell === 'lstm') {
    let sequence = x
    for (let layer = 0; layer < layers; layer++) {
      const states = recurrentStates(model, weights, batch, sequence, layer, layer === layers - 1 ? nudge : {})
      sequence = states.map((h) => drop(h, layer))
    }
    return sequence[T - 1]
  }
  const masked = x.map((word, t) => tf.mul<tf.Tensor2D>(word, maskAt(batch, t)))
  let values: tf.Tensor2D
  if (cell === 'ann') values = tf.concat(masked, 1)
  else {
    const sum = masked.reduce((a, b) => tf.add(a, b))
    values = tf.div(
      sum,
      tf.tensor2d(
        Float32Array.from(batch.lengths, (length) => Math.max(1, length)),
        [B, 1],
      ),
    )
  }
  for (let layer = 0; layer < layers; layer++) {
    const W = weights[`hidden${layer + 1}.W`] as tf.Tensor2D
    values = drop(denseStep({ W, b: weights[`hidden${layer + 1}.b`] as tf.Tensor1D }, values).h, layer)
  }
  return values
}

function recurrentStates(
  { spec: { cell, hidden } }: Model,
  weights: Weights,
  batch: Batch,
  x: tf.Tensor2D[],
  layer: number,
  nudge: Nudge,
): tf.Tensor2D[] {
  const name = `${cell}${layer + 1}`
  const W = weights[`${name}.W`] as tf.Tensor2D
  const U = weights[`${name}.U`] as tf.Tensor2D
  const b = weights[`${name}.b`] as tf.Tensor1D
  const zero = tf.zeros<tf.Rank.R2>([batch.shape.B, hidden])
  let [h, c] = [zero, zero]
  return x.map((word, t) => {
    const m = maskAt(batch, t)
    const mixed = (fresh: tf.Tensor2D, old: tf.Tensor2D): tf.Tensor2D =>
      tf.add(tf.mul(m, fresh), tf.mul(tf.sub(1, m), old))
    if (cell === 'rnn') h = mixed(rnnStep({ W, U, b }, word, { h }).h, h)
    else {
      const step = lstmStep({ W, U, b }, word, { h, c })
      const fresh: tf.Tensor2D = nudge.c ? tf.add(step.c, at(nudge.c, t)) : step.c
      const freshH: tf.Tensor2D = nudge.c ? tf.mul(step.o, tf.tanh(fresh)) : step.h
      ;[h, c] = [mixed(freshH, h), mixed(fresh, c)]
    }
    if (nudge.h) h = tf.add(h, at(nudge.h, t))
    return h
  })
}

/** x_t: the word's row of the embedding, or its one-hot vector (ANN with one-hot input: it is multiplied by W as it is). */
function inputAt({ spec: { input }, dims }: Model, weights: Weights, batch: Batch, t: number): tf.Tensor2D {
  const { shape } = batch
  const ids = Int32Array.from({ length: shape.B }, (_, b) => {
    const n = positionOf(shape, t, b)
    return batch.mask[n] === 0 ? 0 : batch.ids[n] - t * shape.rowsPerPosition
  })
  const oneHot = tf.cast(tf.oneHot(tf.tensor1d(ids, 'int32'), dims.vocabularySize), 'float32') as tf.Tensor2D
  return input.kind === 'embedding' ? tf.matMul(oneHot, weights.embedding as tf.Tensor2D) : oneHot
}

function maskAt({ mask, shape }: Batch, t: number): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from({ length: shape.B }, (_, b) => mask[positionOf(shape, t, b)]),
    [shape.B, 1],
  )
}

const at = (x: tf.Tensor3D, t: number): tf.Tensor2D => tf.squeeze(tf.slice(x, [t, 0, 0], [1, -1, -1]), [0])
