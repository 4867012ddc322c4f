import * as tf from '@tensorflow/tfjs-core'
import { previousStates } from '../kernels/run.ts'
import { affine, columnSums, weightGradient } from './affine.ts'
import { lookUp } from './input.ts'
import type { DeviceBatch, Gradients, Weights } from './model.ts'

/** The recurrent part of one layer: everything after the input projection. All sequences are time first. */
export interface RecurrentLayer {
  /** Columns of W, U and b per hidden unit: 1, 3 or 4. */
  gates: number
  /**
   * xw [T, B, gates·H], U [H, gates·H], mask [T, B]; the state starts at zero. `own` answers further parameters of the layer
   * by their short name ('bu', 'P'); `reverse`: the last word is read first.
   */
  forward(inputs: {
    xw: tf.Tensor3D
    U: tf.Tensor2D
    own: (name: string) => tf.Tensor
    mask: tf.Tensor2D
    reverse: boolean
  }): {
    h: tf.Tensor3D
    /** dh [T, B, H]: what reaches each h_t from outside. */
    backward(dh: tf.Tensor3D): LayerGradients
  }
}

export interface LayerGradients {
  /** ∂L/∂xw, and ∂L/∂(h₋ U) where that is another. */
  dz: tf.Tensor3D
  du: tf.Tensor3D | null
  /** ∂L/∂h_t and, where there is a cell state, ∂L/∂c_t, with all later timesteps (of this direction). */
  dh: tf.Tensor3D
  dc: tf.Tensor3D | null
  /** Of the further parameters. */
  own: Gradients
}

/** [T, B, ·] as [T·B, ·]. */
export const flat = (x: tf.Tensor3D): tf.Tensor2D => tf.reshape(x, [x.shape[0] * x.shape[1], x.shape[2]])

/**
 * One layer in one direction, input projection and weight gradients included.
 *
 *   xw = x W + b                     all timesteps in one product (x null, one-hot input: rows of W)
 *   h_t = cell(xw_t, h_(t-1), U)     one kernel
 *   dW = xᵀ dz, dU = h₋ᵀ du, db = Σ dz      one product each, over all timesteps
 *
 * `backward` leaves dx = dz Wᵀ to the caller, which may want parts of it.
 */
export function readInOneDirection(
  layer: RecurrentLayer,
  { name, reverse, x }: { name: string; reverse: boolean; x: tf.Tensor2D | null },
  weights: Weights,
  batch: DeviceBatch,
): {
  h: tf.Tensor3D
  backward(dh: tf.Tensor3D): { gradients: Gradients; dz: tf.Tensor2D; dh: tf.Tensor3D; dc: tf.Tensor3D | null }
} {
  const { T, B, mask } = batch
  const of = (short: string) => weights[`${name}.${short}`]
  const U = of('U') as tf.Tensor2D
  const H = U.shape[0]
  const direct = x ? null : lookUp(weights, batch, `${name}.W`, of('b'))
  const projected = direct ? direct.x : affine(x!, of('W'), of('b'))
  const pass = layer.forward({ xw: tf.reshape(projected, [T, B, layer.gates * H]), U, own: of, mask, reverse })
  return {
    h: pass.h,
    backward(dh) {
      const back = pass.backward(dh)
      const dz = flat(back.dz)
      const before = previousStates(pass.h, tf.zeros([B, H]), reverse)
      const gradients: Gradients = {
        ...(direct ? direct.backward(dz) : { [`${name}.W`]: weightGradient(x!, dz) }),
        [`${name}.U`]: weightGradient(flat(before), back.du ? flat(back.du) : dz),
        [`${name}.b`]: columnSums(dz),
      }
      for (const [short, gradient] of Object.entries(back.own)) gradients[`${name}.${short}`] = gradient
      return { gradients, dz, dh: back.dh, dc: back.dc }
    },
  }
}
