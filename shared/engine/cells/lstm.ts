import * as tf from '@tensorflow/tfjs-core'
import { lstmBackward, lstmForward, peepholeGradient } from '../kernels/run.ts'
import type { Gradients } from './model.ts'
import type { RecurrentLayer } from './recurrent-layer.ts'

/** Every intermediate value of a step, each [B, H]; z [B, 4H] is interleaved by unit (see below). */
export interface LstmStep {
  z: tf.Tensor2D
  i: tf.Tensor2D
  f: tf.Tensor2D
  g: tf.Tensor2D
  o: tf.Tensor2D
  c: tf.Tensor2D
  h: tf.Tensor2D
}

/**
 * One LSTM step with forget gate (Gers, Schmidhuber & Cummins 2000, doi:10.1162/089976600300015015).
 *
 *   z = x W + h₋ U + b        i = σ(z_i)   f = σ(z_f)   g = tanh(z_g)   o = σ(z_o)
 *   c = f ⊙ c₋ + i ⊙ g        h = o ⊙ tanh c
 *
 * With a peephole P (Gers & Schmidhuber 2000, "Recurrent nets that time and count", doi:10.1109/IJCNN.2000.861302) the gates
 * see the cell state, i and f the old one, o the new one:
 *   i = σ(z_i + p_i ⊙ c₋)     f = σ(z_f + p_f ⊙ c₋)     o = σ(z_o + p_o ⊙ c)
 *
 * Shapes: x [B, D]; h₋, c₋ [B, H]; W [D, 4H]; U [H, 4H]; b [4H]; P [3, H], its rows p_i, p_f, p_o.
 * Column 4j + (0 i, 1 f, 2 g, 3 o) belongs to unit j. The forget gate's bias starts at 1 (Jozefowicz, Zaremba & Sutskever 2015), see initialisation.ts.
 * The caller disposes of what is returned.
 */
export function lstmStep(
  { W, U, b, P }: { W: tf.Tensor2D; U: tf.Tensor2D; b: tf.Tensor1D; P?: tf.Tensor2D },
  x: tf.Tensor2D,
  previous: { h: tf.Tensor2D; c: tf.Tensor2D },
): LstmStep {
  return tf.tidy(() => {
    const z: tf.Tensor2D = tf.add(tf.add(tf.matMul(x, W), tf.matMul(previous.h, U)), b)
    const [zi, zf, zg, zo] = tf.unstack(tf.reshape(z, [...previous.h.shape, 4]), 2) as tf.Tensor2D[]
    const [pi, pf, po] = P ? tf.unstack(P) : []
    const sees = (z: tf.Tensor2D, p: tf.Tensor | undefined, c: tf.Tensor2D): tf.Tensor2D =>
      p ? tf.add(z, tf.mul(p, c)) : z
    const i = tf.sigmoid(sees(zi, pi, previous.c))
    const f = tf.sigmoid(sees(zf, pf, previous.c))
    const g = tf.tanh(zg)
    const c: tf.Tensor2D = tf.add(tf.mul(f, previous.c), tf.mul(i, g))
    const o = tf.sigmoid(sees(zo, po, c))
    const h: tf.Tensor2D = tf.mul(o, tf.tanh(c))
    return { z, i, f, g, o, c, h }
  })
}

/** The same over whole sequences, fast: one kernel forward, one back (formulas in kernels.ts). */
export const lstmLayer = (peephole: boolean): RecurrentLayer => ({
  gates: 4,
  forward({ xw, U, own, mask, reverse }) {
    const h0 = tf.zeros<tf.Rank.R2>([xw.shape[1], U.shape[0]])
    const state = { U, h0, c0: h0, mask, reverse, ...(peephole && { peephole: own('P') as tf.Tensor2D }) }
    const { gates, c, h } = lstmForward({ xw, ...state })
    return {
      h,
      backward(dh) {
        const { dz, dhTotal, dcTotal } = lstmBackward({ gates, c, dh, ...state })
        const own: Gradients = peephole ? { P: peepholeGradient({ dz, c, c0: h0, reverse }) } : {}
        return { dz, du: null, dh: dhTotal, dc: dcTotal, own }
      },
    }
  },
})
