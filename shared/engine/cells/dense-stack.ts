import * as tf from '@tensorflow/tfjs-core'
import { affine, columnSums, inputGradient, times, weightGradient } from './affine.ts'
import type { Activation } from '../kernels/kernels.ts'
import type { DropoutMasks, Gradients, Weights } from './model.ts'

/** One fully connected step: z = x W + b, h = tanh z or max(0, z). x [B, D], W [D, H], b [H]. The caller disposes of what is returned. */
export function denseStep(
  { W, b }: { W: tf.Tensor2D; b: tf.Tensor1D },
  x: tf.Tensor2D,
  activation: Activation = 'tanh',
): { z: tf.Tensor2D; h: tf.Tensor2D } {
  return tf.tidy(() => {
    const z: tf.Tensor2D = tf.add(tf.matMul(x, W), b)
    return { z, h: activate(z, activation) }
  })
}

/**
 * Hidden layers `hidden1` … `hiddenL`, with the activation each, from z₁ = x W₁ + b₁ upwards. How z₁ comes about is the cell's affair;
 * `backward` answers ∂L/∂z₁ for it. Dropout multiplies the output of each layer.
 */
export function denseStack(
  weights: Weights,
  z1: tf.Tensor2D,
  { layers, activation }: { layers: number; activation: Activation },
  dropout: DropoutMasks,
): { features: tf.Tensor2D; backward: (d: tf.Tensor2D) => { gradients: Gradients; dz1: tf.Tensor2D } } {
  const drop = (x: tf.Tensor2D, layer: number) => (dropout ? times(x, dropout[layer - 1]) : x)
  const h = [activate(z1, activation)]
  const out = [drop(h[0], 1)]
  for (let n = 2; n <= layers; n++) {
    h.push(activate(affine(out[n - 2], weights[`hidden${n}.W`], weights[`hidden${n}.b`]), activation))
    out.push(drop(h[n - 1], n))
  }
  return {
    features: out[layers - 1],
    backward(d) {
      const gradients: Gradients = {}
      let dz = times(drop(d, layers), slope(h[layers - 1], activation))
      for (let n = layers; n >= 2; n--) {
        gradients[`hidden${n}.W`] = weightGradient(out[n - 2], dz)
        gradients[`hidden${n}.b`] = columnSums(dz)
        dz = times(drop(inputGradient(dz, weights[`hidden${n}.W`]), n - 1), slope(h[n - 2], activation))
      }
      gradients['hidden1.b'] = columnSums(dz)
      return { gradients, dz1: dz }
    },
  }
}

const activate = (z: tf.Tensor2D, activation: Activation): tf.Tensor2D =>
  activation === 'tanh' ? tf.tanh(z) : tf.relu(z)

/** The derivative from the value: 1 - h² of tanh; 1 where a rectifier let something through, else 0. */
const slope = (h: tf.Tensor2D, activation: Activation): tf.Tensor2D =>
  activation === 'tanh' ? tf.sub(tf.onesLike(h), tf.square(h)) : tf.step(h)
