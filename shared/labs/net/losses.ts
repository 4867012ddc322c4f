import * as tf from '@tensorflow/tfjs-core'
import { lossOf } from '../../engine/cells/head.ts'
import { SOLVED_ERROR } from '../../tasks/memory/adding.ts'
import type { LossKind, SequenceBatch, TaskShape } from './sequence-batch.ts'

/**
 * The loss of a batch and its slope, on the device.
 *
 *   squared   L = Σ_r share_r Σ_k (ŷ - y)²        ∂ = 2 share (ŷ - y)
 *   others    cross-entropy in nats, as of every model (engine/cells/head.ts)
 *
 * outputs, y, share [R, K], the share repeated over the columns. Answers loss [1] and dOutputs [R, K].
 */
export function lossOn(
  kind: LossKind,
  outputs: tf.Tensor2D,
  { y, share }: { y: tf.Tensor2D; share: tf.Tensor2D },
): { loss: tf.Tensor1D; dOutputs: tf.Tensor2D } {
  if (kind !== 'squared') {
    const { loss, dLogits } = lossOf(outputs, { y, share })
    return { loss, dOutputs: dLogits }
  }
  const error: tf.Tensor2D = tf.sub(outputs, y)
  const weighted: tf.Tensor2D = tf.mul(error, share)
  return {
    loss: tf.reshape(tf.sum(tf.mul(error, weighted)), [1]),
    dOutputs: tf.add(weighted, weighted),
  }
}

/** Sums over rows, in double precision, of what the host reads back; `rows` of a batch are added up by `addUp`. */
export interface Score {
  /** Share-weighted loss: mean squared error, or nats. */
  loss: number
  right: number
  scored: number
}

/** Loss and right answers of one batch from its outputs [R, K], on the host in double precision. */
export function scoreOn(
  { loss: kind, outputs: K }: TaskShape,
  outputs: ArrayLike<number>,
  batch: SequenceBatch,
): Score {
  const total: Score = { loss: 0, right: 0, scored: 0 }
  for (let r = 0; r < batch.share.length; r++) {
    if (batch.share[r] === 0 && batch.scored[r] === 0) continue
    const row = kind === 'squared' ? squared(outputs, batch.y, r * K, K) : classified(kind, outputs, batch.y, r * K, K)
    total.loss += batch.share[r] * row.loss
    if (batch.scored[r] === 0) continue
    total.scored++
    if (row.right) total.right++
  }
  return total
}

function squared(outputs: ArrayLike<number>, y: ArrayLike<number>, from: number, K: number) {
  let loss = 0
  for (let n = from; n < from + K; n++) loss += (outputs[n] - y[n]) ** 2
  return { loss, right: Math.sqrt(loss) < SOLVED_ERROR }
}

/** Cross-entropy and whether the likeliest class, the first at a tie, is the right one. */
function classified(kind: 'sigmoid' | 'softmax', z: ArrayLike<number>, y: ArrayLike<number>, from: number, K: number) {
  if (kind === 'sigmoid') {
    const logit = z[from]
    const loss = Math.max(logit, 0) - logit * y[from] + Math.log1p(Math.exp(-Math.abs(logit)))
    return { loss, right: logit > 0 === y[from] > 0.5 }
  }
  let [largest, label] = [from, from]
  for (let n = from; n < from + K; n++) {
    if (z[n] > z[largest]) largest = n
    if (y[n] > y[label]) label = n
  }
  let sum = 0
  for (let n = from; n < from + K; n++) sum += Math.exp(z[n] - z[largest])
  return { loss: z[largest] + Math.log(sum) - z[label], right: largest === label }
}
