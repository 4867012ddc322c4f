import * as tf from '@tensorflow/tfjs-core'
import { denseStep } from '../../../shared/engine/cells/dense-stack.ts'
import { gruStep } from '../../../shared/engine/cells/gru.ts'
import { lstmStep } from '../../../shared/engine/cells/lstm.ts'
import type { Model, Weights } from '../../../shared/engine/cells/model.ts'
import { rnnStep } from '../../../shared/engine/cells/rnn.ts'
import { positionOf } from '../../../shared/engine/training/batches.ts'
import type { Batch } from '../../../shared/engine/training/batches.ts'

/**
 * The oracle: a whole model out of readable steps and plain ops, one timestep after the other, one-hot vectors multiplied out,
 * the second direction by going through the words from the last to the first. It shares no line with the fast path but the
 * steps themselves, and its gradients come from automatic differentiation.
 *
 * `nudge` is added to a state at every timestep ([T, B, H], or [T, B, D] for x), so that ∂loss/∂nudge_t is the gradient of
 * that state with all later timesteps. It is 0.
 */
export type Nudge = Partial<Record<'h' | 'c' | 'x' | 'h-reverse' | 'c-reverse', tf.Tensor3D>>

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
  const { cell, layers, activation } = model.spec
  const { T } = batch.shape
  const words = Array.from({ length: T }, (_, t) => inputAt(model, weights, batch, t))
  const x = nudge.x ? words.map((word, t) => tf.add<tf.Tensor2D>(word, at(nudge.x!, t))) : words
  const drop = (values: tf.Tensor2D, layer: number): tf.Tensor2D => (dropout ? tf.mul(values, dropout[layer]) : values)
  if (cell === 'rnn' || cell === 'lstm' || cell === 'gru') {
    let sequence = x
    for (let layer = 0; layer < layers - 1; layer++)
      sequence = directionsOf(model, weights, batch, sequence, layer, {}).map((h) => drop(h, layer))
    const top = directionsOf(model, weights, batch, sequence, layers - 1, nudge)
    return drop(model.spec.pooling === 'mean' ? meanOfWords(top, batch) : lastOf(top, model), layers - 1)
  }
  let values = cell === 'ann' ? tf.concat(onlyWords(x, batch), 1) : meanOfWords(x, batch)
  for (let layer = 0; layer < layers; layer++) {
    const W = weights[`hidden${layer + 1}.W`] as tf.Tensor2D
    values = drop(denseStep({ W, b: weights[`hidden${layer + 1}.b`] as tf.Tensor1D }, values, activation).h, layer)
  }
  return values
}

const onlyWords = (x: tf.Tensor2D[], batch: Batch) => x.map((word, t) => tf.mul<tf.Tensor2D>(word, maskAt(batch, t)))

function meanOfWords(x: tf.Tensor2D[], batch: Batch): tf.Tensor2D {
  const lengths = Float32Array.from(batch.lengths, (length) => Math.max(1, length))
  const sum = onlyWords(x, batch).reduce((a, b) => tf.add(a, b))
  return tf.div(sum, tf.tensor2d(lengths, [lengths.length, 1]))
}

/** Where each direction ends: the first H features at the last timestep, the others at the first. */
function lastOf(states: tf.Tensor2D[], { spec: { hidden: H, bidirectional } }: Model): tf.Tensor2D {
  const end = states[states.length - 1]
  if (!bidirectional) return end
  return tf.concat([tf.slice(end, [0, 0], [-1, H]), tf.slice(states[0], [0, H], [-1, H])], 1)
}

/** The states of a layer at every timestep, those of both directions side by side. */
function directionsOf(
  model: Model,
  weights: Weights,
  batch: Batch,
  x: tf.Tensor2D[],
  layer: number,
  nudge: Nudge,
): tf.Tensor2D[] {
  const states = recurrentStates(model, weights, batch, x, { name: `${model.spec.cell}${layer + 1}`, nudge })
  if (!model.spec.bidirectional) return states
  const name = `${model.spec.cell}${layer + 1}-reverse`
  const backwards = { h: nudge['h-reverse'], c: nudge['c-reverse'] }
  const others = recurrentStates(model, weights, batch, x, { name, nudge: backwards, reverse: true })
  return states.map((h, t) => tf.concat([h, others[t]], 1))
}

function recurrentStates(
  { spec: { cell, hidden, activation, peephole } }: Model,
  weights: Weights,
  batch: Batch,
  x: tf.Tensor2D[],
  { name, nudge, reverse = false }: { name: string; nudge: Nudge; reverse?: boolean },
): tf.Tensor2D[] {
  const W = weights[`${name}.W`] as tf.Tensor2D
  const U = weights[`${name}.U`] as tf.Tensor2D
  const b = weights[`${name}.b`] as tf.Tensor1D
  const P = peephole ? (weights[`${name}.P`] as tf.Tensor2D) : undefined
  const zero = tf.zeros<tf.Rank.R2>([batch.shape.B, hidden])
  let [h, c] = [zero, zero]
  const states: tf.Tensor2D[] = []
  const order = x.map((_, t) => t)
  for (const t of reverse ? order.reverse() : order) {
    const m = maskAt(batch, t)
    const mixed = (fresh: tf.Tensor2D, old: tf.Tensor2D): tf.Tensor2D =>
      tf.add(tf.mul(m, fresh), tf.mul(tf.sub(1, m), old))
    if (cell === 'rnn') h = mixed(rnnStep({ W, U, b }, x[t], { h }, activation).h, h)
    else if (cell === 'gru') h = mixed(gruStep({ W, U, b, bu: weights[`${name}.bu`] as tf.Tensor1D }, x[t], { h }).h, h)
    else {
      const step = lstmStep({ W, U, b, P }, x[t], { h, c })
      const fresh: tf.Tensor2D = nudge.c ? tf.add(step.c, at(nudge.c, t)) : step.c
      const freshH: tf.Tensor2D = nudge.c ? tf.mul(outputGate(step.z, fresh, P), tf.tanh(fresh)) : step.h
      ;[h, c] = [mixed(freshH, h), mixed(fresh, c)]
    }
    if (nudge.h) h = tf.add(h, at(nudge.h, t))
    states[t] = h
  }
  return states
}

/** o, which sees a nudged cell state where there is a peephole. z [B, 4H]. */
function outputGate(z: tf.Tensor2D, c: tf.Tensor2D, P: tf.Tensor2D | undefined): tf.Tensor2D {
  const zo = tf.unstack(tf.reshape(z, [...c.shape, 4]), 2)[3] as tf.Tensor2D
  return tf.sigmoid(P ? tf.add(zo, tf.mul(tf.unstack(P)[2], c)) : zo)
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
