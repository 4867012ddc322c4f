import * as tf from '@tensorflow/tfjs-core'
import { fusedLoss } from '../kernels/run.ts'
import { affine, columnSums, inputGradient, weightGradient } from './affine.ts'
import type { Gradients, Weights } from './model.ts'

/** The output layer: logits = features W + b, [B, K]. */
export function headForward(
  weights: Weights,
  features: tf.Tensor2D,
): {
  logits: tf.Tensor2D
  backward: (dLogits: tf.Tensor2D) => { gradients: Gradients; dFeatures: tf.Tensor2D }
} {
  return {
    logits: affine(features, weights['output.W'], weights['output.b']),
    backward: (dLogits) => ({
      gradients: { 'output.W': weightGradient(features, dLogits), 'output.b': columnSums(dLogits) },
      dFeatures: inputGradient(dLogits, weights['output.W']),
    }),
  }
}

/** What the logits of a batch are held against. */
export interface Targets {
  /** [B, K]: the class as 0 or 1 (K = 1), or as a one-hot row. */
  y: tf.Tensor2D
  /** [B, K]: each sentence's share of the mean, 1/n for the n real ones, 0 for those that fill up the batch. */
  share: tf.Tensor2D
}

/**
 * Mean cross-entropy per sentence in nats, share of sentences with the right answer, and ∂loss/∂logits.
 *
 *   K = 1:  loss = max(z, 0) - z y + log(1 + e^(-|z|)), which overflows nowhere;   ∂ = σ(z) - y
 *   K > 2:  loss = -Σ y log softmax(z);                                            ∂ = softmax(z) - y
 */
export function lossOf(
  logits: tf.Tensor2D,
  { y, share }: Targets,
): { loss: tf.Tensor1D; accuracy: tf.Tensor1D; dLogits: tf.Tensor2D } {
  const fused = fusedLoss({ logits, y, share })
  if (fused) return fused
  const K = logits.shape[1]
  const total = (x: tf.Tensor): tf.Tensor1D => tf.reshape(tf.sum(x), [1])
  if (K === 1) {
    const positive = tf.sub(tf.relu(logits), tf.mul(logits, y))
    const each = tf.add(positive, tf.log1p(tf.exp(tf.neg(tf.abs(logits)))))
    const right = tf.cast(tf.equal(tf.cast(tf.greater(logits, tf.zerosLike(logits)), 'float32'), y), 'float32')
    const dLogits: tf.Tensor2D = tf.mul(tf.sub(tf.sigmoid(logits), y), share)
    return { loss: total(tf.mul(each, share)), accuracy: total(tf.mul(right, share)), dLogits }
  }
  const shifted: tf.Tensor2D = tf.sub(logits, tf.max(logits, 1, true))
  const logSoftmax: tf.Tensor2D = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)))
  const right = tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(y, 1)), 'float32')
  const firstShare = tf.reshape(tf.slice(share, [0, 0], [-1, 1]), [-1])
  return {
    loss: total(tf.neg(tf.mul(tf.mul(y, logSoftmax), share))),
    accuracy: total(tf.mul(right, firstShare)),
    dLogits: tf.mul(tf.sub(tf.exp(logSoftmax), y), share),
  }
}

/** Class probabilities of one sentence from its logits, on the host in double precision. They add up to 1. */
export function probabilitiesOf(logits: ArrayLike<number>): number[] {
  if (logits.length === 1) {
    const p = 1 / (1 + Math.exp(-logits[0]))
    return [1 - p, p]
  }
  const values = Array.from(logits)
  const largest = Math.max(...values)
  const powers = values.map((z) => Math.exp(z - largest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

/** Cross-entropy of one sentence in nats, on the host in double precision; and the predicted class, the first at a tie. */
export function scoreOf(logits: ArrayLike<number>, label: number): { loss: number; predicted: number } {
  const values = logits.length === 1 ? [0, logits[0]] : Array.from(logits) // σ(z) = softmax(0, z)
  const largest = Math.max(...values)
  const logSum = largest + Math.log(values.reduce((sum, z) => sum + Math.exp(z - largest), 0))
  return { loss: logSum - values[label], predicted: values.indexOf(largest) }
}
