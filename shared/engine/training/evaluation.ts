import * as tf from '@tensorflow/tfjs-core'
import type { EncodedPart } from '../../contract/encoded.ts'
import { scoreOf } from '../cells/head.ts'
import type { Model, Weights } from '../cells/model.ts'
import { makeBatch } from './batches.ts'
import type { BatchShape } from './batches.ts'
import { toDevice } from './device-batch.ts'

/** A model's answers to a part: mean cross-entropy in nats, share of right answers, confusion[actual][predicted]. */
export interface Evaluation {
  loss: number
  accuracy: number
  confusion: number[][]
}

/** Batches whose logits come back from the device together. */
const BATCHES_PER_READ = 32

/**
 * Runs a part through the model without dropout. Losses are summed on the host in double precision, so that they do not
 * depend on the batches. An empty part has loss and accuracy 0.
 */
export async function evaluate(
  model: Model,
  weights: Weights,
  part: EncodedPart,
  shape: BatchShape,
  breathe: () => Promise<void>,
): Promise<Evaluation> {
  const N = part.labels.length
  const { classes } = model.dims
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0))
  const order = Int32Array.from({ length: N }, (_, n) => n)
  let loss = 0
  let right = 0
  const perRead = shape.B * BATCHES_PER_READ
  for (let from = 0; from < N; from += perRead) {
    const to = Math.min(N, from + perRead)
    const logits = await logitsOf(model, weights, part, { order, from, to, shape, breathe })
    const K = logits.length / (Math.ceil((to - from) / shape.B) * shape.B)
    for (let n = from; n < to; n++) {
      const label = part.labels[n]
      const score = scoreOf(logits.subarray((n - from) * K, (n - from + 1) * K), label)
      loss += score.loss
      confusion[label][score.predicted]++
      if (score.predicted === label) right++
    }
  }
  return { loss: N ? loss / N : 0, accuracy: N ? right / N : 0, confusion }
}

/** Logits [batches·B, K] of sentences from .. to of the order, with what fills up the last batch at the end. */
export async function logitsOf(
  model: Model,
  weights: Weights,
  part: EncodedPart,
  {
    order,
    from,
    to,
    shape,
    breathe,
  }: { order: Int32Array; from: number; to: number; shape: BatchShape; breathe: () => Promise<void> },
): Promise<Float32Array> {
  const parts: tf.Tensor2D[] = []
  for (let at = from; at < to; at += shape.B) {
    const batch = makeBatch(part, order, at, shape)
    parts.push(tf.tidy(() => model.forward(weights, toDevice(batch, false), null).logits))
    await breathe()
  }
  const all = tf.tidy(() => (parts.length === 1 ? tf.clone(parts[0]) : tf.concat(parts, 0)))
  tf.dispose(parts)
  const values = (await all.data()) as Float32Array
  all.dispose()
  return values
}
