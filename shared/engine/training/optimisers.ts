import type * as tf from '@tensorflow/tfjs-core'
import type { TrainingSpec } from '../../contract/spec.ts'
import type { Gradients, Weights } from '../cells/model.ts'
import type { Parameter } from '../cells/parameters.ts'
import type { OptimiserAttributes } from '../kernels/kernels.ts'
import { optimiserStep, sparseOptimiserStep } from '../kernels/run.ts'

/** First and second moment of every parameter; [1] where the optimiser keeps none. */
export interface Moments {
  m: Weights
  v: Weights
}

/** Decay rates and ε as published (Adam: Kingma & Ba 2015; RMSprop: Hinton's lecture 6e), ε as in TensorFlow.js. */
const constants = {
  sgd: { beta1: 0, beta2: 0 },
  momentum: { beta1: 0.9, beta2: 0 },
  rmsprop: { beta1: 0, beta2: 0.9 },
  adam: { beta1: 0.9, beta2: 0.999 },
} as const
const EPSILON = 1e-7

/** The attributes of step t, counted from 1. */
export const optimiserAttributes = (
  { optimiser, learningRate }: Pick<TrainingSpec, 'optimiser' | 'learningRate'>,
  t: number,
): OptimiserAttributes => ({ kind: optimiser, learningRate, ...constants[optimiser], epsilon: EPSILON, t })

/** The shapes of the moments that an optimiser keeps for a parameter. */
export function momentShapes(optimiser: TrainingSpec['optimiser'], { shape }: Parameter): { m: number[]; v: number[] } {
  return {
    m: optimiser === 'momentum' || optimiser === 'adam' ? shape : [1],
    v: optimiser === 'rmsprop' || optimiser === 'adam' ? shape : [1],
  }
}

/**
 * One step of every parameter. The old weights and moments must be disposed of and not read again: on the processor the
 * rows of a sparse parameter change in place.
 *
 * Sparse parameters are updated lazily (as LazyAdam and PyTorch's SparseAdam do): only the rows of words in the batch move,
 * with their gradients; the moments of the others neither decay nor move them. Adam's bias correction counts all steps.
 * For plain SGD lazy and dense are the same; for the others a rare word keeps its momentum until it is seen again.
 */
export function applyGradients(
  parameters: Parameter[],
  old: { weights: Weights; moments: Moments },
  gradients: Gradients,
  { scale, slots, attributes }: { scale: tf.Tensor1D; slots: tf.Tensor1D | null; attributes: OptimiserAttributes },
): { weights: Weights; moments: Moments } {
  const next = { weights: {} as Weights, moments: { m: {} as Weights, v: {} as Weights } }
  for (const { name, sparse } of parameters) {
    const before = { p: old.weights[name], m: old.moments.m[name], v: old.moments.v[name] }
    if (sparse && !slots) throw new Error(`optimisers: ${name} is sparse, but the batch names no rows`)
    const after = sparse
      ? sparseOptimiserStep(before, { g: gradients[name] as tf.Tensor2D, slots: slots!, scale }, attributes)
      : optimiserStep(before, { g: gradients[name], scale }, attributes)
    next.weights[name] = after.p
    next.moments.m[name] = after.m
    next.moments.v[name] = after.v
  }
  return next
}
