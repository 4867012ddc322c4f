import * as tf from '@tensorflow/tfjs-core'
import { isRecurrent } from '../../contract/spec.ts'
import type { ModelSpec } from '../../contract/spec.ts'
import { times } from './affine.ts'
import { annBody } from './ann.ts'
import { annMeanBody } from './ann-mean.ts'
import { gruLayer } from './gru.ts'
import { headForward } from './head.ts'
import { learningMask } from './held.ts'
import { lstmLayer } from './lstm.ts'
import { parametersOf } from './parameters.ts'
import type { ModelDims, Parameter } from './parameters.ts'
import { recurrentBody } from './recurrent-body.ts'
import { rnnLayer } from './rnn.ts'

/** Parameters by name, on the device. */
export type Weights = Record<string, tf.Tensor>

/**
 * Gradients by parameter name. A sparse parameter's is [C, columns]: a row per slot of the batch, not per row of the parameter.
 */
export type Gradients = Record<string, tf.Tensor>

/** How positions are numbered in a batch: n = t·B + b, or n = b·T + t. */
export type Layout = 'time-first' | 'sentence-first'

/** A batch on the device; N = T·B positions. Made by training/device-batch.ts. */
export interface DeviceBatch {
  T: number
  B: number
  layout: Layout
  /** int32 [N]: rows of the table that is looked up (ANN with one-hot input: t·V + id). */
  ids: tf.Tensor1D
  /** [T, B] or [B, T] by layout; 1 for a word, 0 for padding. */
  mask: tf.Tensor2D
  /** The same numbers, [N]. */
  flatMask: tf.Tensor1D
  /** Feed-forward cells and mean pooling: the positions of each sentence's words, and the sentence of each position. */
  sentences: { starts: tf.Tensor1D; positions: tf.Tensor1D; of: tf.Tensor1D; inverseLength: tf.Tensor2D } | null
  /** The look-up's gradient: which positions each touched row collects, and the slot of every row. Training only. */
  rows: { starts: tf.Tensor1D; positions: tf.Tensor1D; slots: tf.Tensor1D } | null
}

/** ∂L/∂ of one state at every position, with all later timesteps. Padded positions hold what passes through. */
export interface Signal {
  of: 'h' | 'c' | 'x'
  /** Of the direction that reads from the last word to the first; its 'later' timesteps are the earlier words. */
  reverse: boolean
  layout: Layout
  /** [N, features] */
  gradient: tf.Tensor2D
}

export interface Backward {
  gradients: Gradients
  signals: Signal[]
}

/** Dropout of one layer's output: what each of the [B, features] is multiplied by (`layerFeatures`). Absent at evaluation. */
export type DropoutMasks = tf.Tensor2D[] | null

/** Everything between the token ids and the output layer. The caller disposes of all tensors (tf.tidy). */
export interface Body {
  forward(
    weights: Weights,
    batch: DeviceBatch,
    dropout: DropoutMasks,
  ): { features: tf.Tensor2D; backward: (dFeatures: tf.Tensor2D) => Backward }
}

export interface Model {
  spec: ModelSpec
  dims: ModelDims
  parameters: Parameter[]
  layout: Layout
  /**
   * logits [B, K], K = 1 for two classes, and the way back: from ∂L/∂logits to the gradient of every parameter and of the
   * states (h; LSTM also c; ANN x where the input is an embedding). `dropout` is null at evaluation.
   */
  forward(
    weights: Weights,
    batch: DeviceBatch,
    dropout: DropoutMasks,
  ): { logits: tf.Tensor2D; backward: (dLogits: tf.Tensor2D) => Backward }
}

/** Puts a model together from its spec. Holds no weights: those come with every call. */
export function createModel(spec: ModelSpec, dims: ModelDims): Model {
  const body = bodyOf(spec)
  const parameters = parametersOf(spec, dims)
  return {
    spec,
    dims,
    parameters,
    layout: isRecurrent(spec.cell) ? 'time-first' : 'sentence-first',
    forward(weights, batch, dropout) {
      const below = body.forward(weights, batch, dropout)
      const head = headForward(weights, below.features)
      const backward = (dLogits: tf.Tensor2D): Backward => {
        const { gradients, dFeatures } = head.backward(dLogits)
        const rest = below.backward(dFeatures)
        return { gradients: released(parameters, { ...rest.gradients, ...gradients }), signals: rest.signals }
      }
      return { logits: head.logits, backward }
    },
  }
}

/**
 * The gradients without what a clamp holds. Here, before norms, clipping and optimiser, so that a held number counts in no norm,
 * gathers no moment and is never moved: on every device and after every resume it is bit for bit what it was at the start.
 */
function released(parameters: readonly Parameter[], gradients: Gradients): Gradients {
  const held = parameters.flatMap(({ name, held }) => {
    if (!held) return []
    const { shape } = gradients[name] // of a sparse parameter a row per slot
    const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape
    const mask = tf.tensor(learningMask(rows, columns, held), shape)
    return [[name, times(gradients[name], mask)] as const]
  })
  return held.length ? { ...gradients, ...Object.fromEntries(held) } : gradients
}

/** Everything between the token ids and the output layer, as the spec has it. */
export function bodyOf(spec: ModelSpec): Body {
  switch (spec.cell) {
    case 'rnn':
      return recurrentBody(spec, rnnLayer(spec.activation))
    case 'lstm':
      return recurrentBody(spec, lstmLayer(spec.peephole))
    case 'gru':
      return recurrentBody(spec, gruLayer)
    case 'ann':
      return annBody(spec)
    case 'ann-mean':
      return annMeanBody(spec)
  }
}
