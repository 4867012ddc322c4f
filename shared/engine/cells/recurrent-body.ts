import * as tf from '@tensorflow/tfjs-core'
import type { ModelSpec } from '../../contract/spec.ts'
import { affine, biasGradient, inputGradient, times, weightGradient } from './affine.ts'
import { lookUp } from './input.ts'
import type { Body, Gradients, Signal } from './model.ts'

/** The recurrent part of one layer: everything after the input projection. All sequences are time first. */
export interface RecurrentLayer {
  /** Columns of W, U and b per hidden unit: 1, or 4 for the gates of an LSTM. */
  gates: number
  /** xw [T, B, gates·H], U [H, gates·H], mask [T, B]; the state starts at zero. */
  forward(
    xw: tf.Tensor3D,
    U: tf.Tensor2D,
    mask: tf.Tensor2D,
  ): {
    h: tf.Tensor3D
    /** dh [T, B, H]: what reaches each h_t from outside. dh and dc of the answer count all later timesteps. */
    backward(dh: tf.Tensor3D): { dz: tf.Tensor3D; dh: tf.Tensor3D; dc: tf.Tensor3D | null }
  }
}

/**
 * Stacked recurrent layers over token ids; the features are the top layer's last state.
 *
 *   xw = x W + b                     all timesteps in one product (one-hot input: rows of W)
 *   h_t = cell(xw_t, h_(t-1), U)     one kernel
 *   dW = xᵀ dz, dU = h₋ᵀ dz, db = Σ dz, dx = dz Wᵀ      again one product each, over all timesteps
 *
 * Dropout multiplies the outputs of a layer by one mask for all timesteps of a sentence ("variational": Gal & Ghahramani
 * 2016, arXiv 1512.05287), not the state itself. Signals are of the top layer.
 */
export function recurrentBody({ input, hidden: H, layers }: ModelSpec, prefix: string, layer: RecurrentLayer): Body {
  return {
    forward(weights, batch, dropout) {
      const { T, B, mask } = batch
      const G = layer.gates * H
      const flat = (x: tf.Tensor3D): tf.Tensor2D => tf.reshape(x, [T * B, x.shape[2]])
      const embedded = input.kind === 'embedding' ? lookUp(weights, batch, 'embedding') : null
      const direct = embedded ? null : lookUp(weights, batch, `${prefix}1.W`, weights[`${prefix}1.b`])

      const passes: { x: tf.Tensor2D | null; h: tf.Tensor3D; backward: Pass['backward'] }[] = []
      let x = embedded?.x ?? null
      for (let n = 1; n <= layers; n++) {
        const xw = n === 1 && direct ? direct.x : affine(x!, weights[`${prefix}${n}.W`], weights[`${prefix}${n}.b`])
        const pass = layer.forward(tf.reshape(xw, [T, B, G]), weights[`${prefix}${n}.U`] as tf.Tensor2D, mask)
        passes.push({ x, ...pass })
        x = n < layers ? flat(dropout ? times(pass.h, everyStep(dropout[n - 1], T)) : pass.h) : null
      }
      const last: tf.Tensor2D = tf.reshape(tf.slice(passes[layers - 1].h, [T - 1, 0, 0], [1, B, H]), [B, H])
      const features = dropout ? times(last, dropout[layers - 1]) : last

      return {
        features,
        backward(dFeatures) {
          const gradients: Gradients = {}
          const signals: Signal[] = []
          let dh = onlyLast(dropout ? times(dFeatures, dropout[layers - 1]) : dFeatures, T)
          for (let n = layers; n >= 1; n--) {
            const { x, h, backward } = passes[n - 1]
            const back = backward(dh)
            const dz = flat(back.dz)
            gradients[`${prefix}${n}.U`] = weightGradient(flat(previousStates(h)), dz)
            gradients[`${prefix}${n}.b`] = biasGradient(dz)
            if (n === layers) {
              signals.push({ of: 'h', layout: 'time-first', gradient: flat(back.dh) })
              if (back.dc) signals.push({ of: 'c', layout: 'time-first', gradient: flat(back.dc) })
            }
            if (x) gradients[`${prefix}${n}.W`] = weightGradient(x, dz)
            else Object.assign(gradients, direct!.backward(dz))
            if (n > 1) {
              const dx: tf.Tensor3D = tf.reshape(inputGradient(dz, weights[`${prefix}${n}.W`]), [T, B, H])
              dh = dropout ? times(dx, everyStep(dropout[n - 2], T)) : dx
            } else if (embedded) {
              Object.assign(gradients, embedded.backward(inputGradient(dz, weights[`${prefix}1.W`])))
            }
          }
          return { gradients, signals }
        },
      }
    },
  }
}

type Pass = ReturnType<RecurrentLayer['forward']>

/** [B, H] repeated over T timesteps. */
const everyStep = (mask: tf.Tensor2D, T: number): tf.Tensor3D => tf.tile(tf.expandDims<tf.Tensor3D>(mask, 0), [T, 1, 1])

/** dh [T, B, H] of a loss that sees the last state only. */
function onlyLast(d: tf.Tensor2D, T: number): tf.Tensor3D {
  const last: tf.Tensor3D = tf.expandDims(d, 0)
  return T === 1 ? last : tf.concat([tf.zeros<tf.Rank.R3>([T - 1, ...d.shape]), last], 0)
}

/** h_(t-1) beside h_t: a zero state in front, the last state left out. */
function previousStates(h: tf.Tensor3D): tf.Tensor3D {
  const [T, B, H] = h.shape
  const zero = tf.zeros<tf.Rank.R3>([1, B, H])
  return T === 1 ? zero : tf.concat([zero, tf.slice(h, [0, 0, 0], [T - 1, B, H])], 0)
}
