import * as tf from '@tensorflow/tfjs-core'
import { affine, biasGradient, inputGradient, times, weightGradient } from './affine.ts'
import type { DropoutMasks, Gradients, Weights } from './model.ts'

/** One fully connected step: z = x W + b, h = tanh z. x [B, D], W [D, H], b [H]. The caller disposes of what is returned. */
export function denseStep(
  { W, b }: { W: tf.Tensor2D; b: tf.Tensor1D },
  x: tf.Tensor2D,
): { z: tf.Tensor2D; h: tf.Tensor2D } {
  return tf.tidy(() => {
    const z: tf.Tensor2D = tf.add(tf.matMul(x, W), b)
    return { z, h: tf.tanh(z) }
  })
}

/**
 * Hidden layers `hidden1` … `hiddenL`, tanh each, from z₁ = x W₁ + b₁ upwards. How z₁ comes about is the cell's affair;
 * `backward` answers ∂L/∂z₁ for it. Dropout multiplies the output of each layer.
 */
export function denseStack(
  weights: Weights,
  z1: tf.Tensor2D,
  layers: number,
  dropout: DropoutMasks,
): { features: tf.Tensor2D; backward: (d: tf.Tensor2D) => { gradients: Gradients; dz1: tf.Tensor2D } } {
  const drop = (x: tf.Tensor2D, layer: number) => (dropout ? times(x, dropout[layer - 1]) : x)
  const h = [tf.tanh(z1)]
  const out = [drop(h[0], 1)]
  for (let n = 2; n <= layers; n++) {
    h.push(tf.tanh(affine(out[n - 2], weights[`hidden${n}.W`], weights[`hidden${n}.b`])))
    out.push(drop(h[n - 1], n))
  }
  return {
    features: out[layers - 1],
    backward(d) {
      const gradients: Gradients = {}
      let dz = times(drop(d, layers), slope(h[layers - 1]))
      for (let n = layers; n >= 2; n--) {
        gradients[`hidden${n}.W`] = weightGradient(out[n - 2], dz)
        gradients[`hidden${n}.b`] = biasGradient(dz)
        dz = times(drop(inputGradient(dz, weights[`hidden${n}.W`]), n - 1), slope(h[n - 2]))
      }
      gradients['hidden1.b'] = biasGradient(dz)
      return { gradients, dz1: dz }
    },
  }
}

/** The derivative of tanh from its value: 1 - h². */
const slope = (h: tf.Tensor2D): tf.Tensor2D => tf.sub(tf.onesLike(h), tf.square(h))
