import * as tf from '@tensorflow/tfjs-core'
import { rnnBackward, rnnForward } from '../kernels/run.ts'
import type { Activation } from '../kernels/kernels.ts'
import type { RecurrentLayer } from './recurrent-layer.ts'

export interface RnnStep {
  /** Before the activation, [B, H]. */
  z: tf.Tensor2D
  h: tf.Tensor2D
}

/**
 * One step of a simple recurrent net (Elman 1990, doi:10.1207/s15516709cog1402_1).
 *
 *   z = x W + h₋ U + b        h = tanh z, or max(0, z) with 'relu'
 *
 * Shapes: x [B, D]; h₋ [B, H]; W [D, H]; U [H, H]; b [H]. The same W, U and b at every timestep.
 * The caller disposes of what is returned.
 */
export function rnnStep(
  { W, U, b }: { W: tf.Tensor2D; U: tf.Tensor2D; b: tf.Tensor1D },
  x: tf.Tensor2D,
  previous: { h: tf.Tensor2D },
  activation: Activation = 'tanh',
): RnnStep {
  return tf.tidy(() => {
    const z: tf.Tensor2D = tf.add(tf.add(tf.matMul(x, W), tf.matMul(previous.h, U)), b)
    const h = activation === 'tanh' ? tf.tanh(z) : tf.relu(z)
    return { z, h }
  })
}

/** The same over whole sequences, fast: one kernel forward, one back (formulas in kernels.ts). */
export const rnnLayer = (activation: Activation): RecurrentLayer => ({
  gates: 1,
  forward({ xw, U, mask, reverse }) {
    const h0 = tf.zeros<tf.Rank.R2>([xw.shape[1], U.shape[0]])
    const h = rnnForward({ xw, U, h0, mask, activation, reverse })
    return {
      h,
      backward(dh) {
        const { dz, dhTotal } = rnnBackward({ h, U, h0, mask, dh, activation, reverse })
        return { dz, du: null, dh: dhTotal, dc: null, own: {} }
      },
    }
  },
})
