import { sigmoid } from './activations.ts'
import type { Vector } from './matrix.ts'

// The formulas of cells/head.ts for one sentence; there they are tensors, here numbers that need no TensorFlow.js.

/** Class probabilities; K = 1: [1 - σ(z), σ(z)], else softmax. They add up to 1. */
export function probabilitiesOf(logits: Vector): Vector {
  if (logits.length === 1) return Float64Array.of(sigmoid(-logits[0]), sigmoid(logits[0]))
  const largest = Math.max(...logits)
  const powers = logits.map((z) => Math.exp(z - largest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

/** The class with the largest logit, the first at a tie; K = 1: class 1 where z > 0. */
export function predictedClass(logits: Vector): number {
  return logits.length === 1 ? (logits[0] > 0 ? 1 : 0) : logits.indexOf(Math.max(...logits))
}

/** Cross-entropy of a label in nats: log Σ e^z - z_label, with σ(z) = softmax(0, z) for one logit. */
export function crossEntropy(logits: Vector, label: number): number {
  const values = logits.length === 1 ? [0, logits[0]] : Array.from(logits)
  if (!(label in values)) throw new RangeError(`loss: label ${label} is none of the ${values.length} classes`)
  const largest = Math.max(...values)
  return Math.log(values.reduce((sum, z) => sum + Math.exp(z - largest), 0)) + (largest - values[label])
}

/** ∂ cross-entropy / ∂ logits: probability minus truth. */
export function crossEntropySlope(logits: Vector, label: number): Vector {
  if (logits.length === 1) return Float64Array.of(sigmoid(logits[0]) - label)
  return probabilitiesOf(logits).map((p, k) => p - (k === label ? 1 : 0))
}

/**
 * The logit that speaks for a class, as the weights [K] of a sum of logits. One logit speaks for class 1; for class 0 it
 * speaks with its sign turned.
 */
export function logitFor(classIndex: number, K: number): Vector {
  if (K === 1) return Float64Array.of(classIndex === 1 ? 1 : -1)
  return Float64Array.from({ length: K }, (_, k) => (k === classIndex ? 1 : 0))
}
