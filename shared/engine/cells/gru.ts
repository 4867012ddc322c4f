import * as tf from '@tensorflow/tfjs-core'
import { gruBackward, gruForward } from '../kernels/run.ts'
import { columnSums } from './affine.ts'
import type { RecurrentLayer } from './recurrent-layer.ts'

/** Every intermediate value of a step, each [B, H]. */
export interface GruStep {
  r: tf.Tensor2D
  z: tf.Tensor2D
  /** The recurrent part of the candidate, before the reset gate. */
  q: tf.Tensor2D
  n: tf.Tensor2D
  h: tf.Tensor2D
}

/**
 * One step of a gated recurrent unit (Cho et al. 2014, arXiv 1406.1078), with the reset gate applied after the recurrent
 * product, as cuDNN, PyTorch and Keras (`reset_after`) do.
 *
 *   r = σ(x W_r + h₋ U_r + b_r)      z = σ(x W_z + h₋ U_z + b_z)
 *   q = h₋ U_n + bu                  n = tanh(x W_n + b_n + r ⊙ q)
 *   h = (1 - z) ⊙ n + z ⊙ h₋
 *
 * Shapes: x [B, D]; h₋ [B, H]; W [D, 3H]; U [H, 3H]; b [3H]; bu [H]. Column 3j + (0 r, 1 z, 2 n) belongs to unit j.
 * The caller disposes of what is returned.
 */
export function gruStep(
  { W, U, b, bu }: { W: tf.Tensor2D; U: tf.Tensor2D; b: tf.Tensor1D; bu: tf.Tensor1D },
  x: tf.Tensor2D,
  previous: { h: tf.Tensor2D },
): GruStep {
  return tf.tidy(() => {
    const byGate = (z: tf.Tensor) => tf.unstack(tf.reshape(z, [...previous.h.shape, 3]), 2) as tf.Tensor2D[]
    const [xr, xz, xn] = byGate(tf.add(tf.matMul(x, W), b))
    const [ur, uz, un] = byGate(tf.matMul(previous.h, U))
    const r = tf.sigmoid(tf.add<tf.Tensor2D>(xr, ur))
    const z = tf.sigmoid(tf.add<tf.Tensor2D>(xz, uz))
    const q: tf.Tensor2D = tf.add(un, bu)
    const n = tf.tanh(tf.add<tf.Tensor2D>(xn, tf.mul(r, q)))
    const h: tf.Tensor2D = tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, previous.h))
    return { r, z, q, n, h }
  })
}

/** The same over whole sequences, fast: one kernel forward, one back (formulas in kernels.ts). */
export const gruLayer: RecurrentLayer = {
  gates: 3,
  forward({ xw, U, own, mask, reverse }) {
    const h0 = tf.zeros<tf.Rank.R2>([xw.shape[1], U.shape[0]])
    const { gates, h } = gruForward({ xw, U, bu: own('bu') as tf.Tensor1D, h0, mask, reverse })
    return {
      h,
      backward(dh) {
        const { dz, du, dhTotal } = gruBackward({ gates, h, U, h0, mask, dh, reverse })
        return { dz, du, dh: dhTotal, dc: null, own: { bu: candidateSums(du) } }
      },
    }
  },
}

/** Σ over all positions of the n columns of du [T, B, 3H]: [H]. */
function candidateSums(du: tf.Tensor3D): tf.Tensor1D {
  const [T, B, columns] = du.shape
  const H = columns / 3
  const sums = tf.reshape(columnSums(tf.reshape(du, [T * B, columns])), [H, 3])
  return tf.reshape(tf.slice(sums, [0, 2], [H, 1]), [H])
}
