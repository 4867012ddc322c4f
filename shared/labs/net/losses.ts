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
  let [loss, right, scored] = [0, 0, 0]
  for (let r = 0; r < batch.share.length; r++) {
    if (batch.share[r] === 0 && batch.scored[r] === 0) continue
    const row = Array.from({ length: K }, (_, k) => outputs[r * K + k])
    const wanted = Array.from({ length: K }, (_, k) => batch.y[r * K + k])
    const { loss: own, isRight } = scoreRow(kind, row, wanted)
    loss += batch.share[r] * own
    if (batch.scored[r] > 0) {
      scored++
      if (isRight) right++
    }
  }
  return { loss, right, scored }
}

function scoreRow(kind: LossKind, row: number[], wanted: number[]): { loss: number; isRight: boolean } {
  if (kind === 'squared') {
    const loss = row.reduce((sum, value, k) => sum + (value - wanted[k]) ** 2, 0)
    return { loss, isRight: Math.sqrt(loss) < SOLVED_ERROR }
  }
  const logits = kind === 'sigmoid' ? [0, row[0]] : row // σ(z) = softmax(0, z)
  const label = kind === 'sigmoid' ? wanted[0] : wanted.indexOf(Math.max(...wanted))
  const largest = Math.max(...logits)
  const logSum = largest + Math.log(logits.reduce((sum, z) => sum + Math.exp(z - largest), 0))
  return { loss: logSum - logits[label], isRight: logits.indexOf(largest) === label }
}
