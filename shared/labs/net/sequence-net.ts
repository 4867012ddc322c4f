import * as tf from '@tensorflow/tfjs-core'
import { headForward } from '../../engine/cells/head.ts'
import { gruLayer } from '../../engine/cells/gru.ts'
import { lstmLayer } from '../../engine/cells/lstm.ts'
import type { DeviceBatch, Gradients, Weights } from '../../engine/cells/model.ts'
import type { Parameter } from '../../engine/cells/parameters.ts'
import { flat, readInOneDirection } from '../../engine/cells/recurrent-layer.ts'
import type { RecurrentLayer } from '../../engine/cells/recurrent-layer.ts'
import { rnnLayer } from '../../engine/cells/rnn.ts'
import { kindOf } from './lab-cells.ts'
import type { LabCell } from './lab-cells.ts'
import { netParameters } from './net-parameters.ts'
import type { NetShape } from './net-parameters.ts'
import type { Readout, SequenceBatch } from './sequence-batch.ts'

/**
 * The net of the laboratories: one recurrent layer of the engine's cells over any input, read out after the last step or
 * after every step. The cells, kernels and the output layer are those of every model; only the input is new.
 */
export interface SequenceNet {
  parameters: Parameter[]
  /**
   * outputs [R, K] and the way back from ∂L/∂outputs: the gradient of every parameter, and ∂L/∂h_t [T, B, H] with all later
   * timesteps. The caller disposes of what is returned (tidy).
   */
  forward(
    weights: Weights,
    batch: { T: number; B: number; x: tf.Tensor2D; mask: tf.Tensor2D },
  ): {
    outputs: tf.Tensor2D
    backward: (dOutputs: tf.Tensor2D) => { gradients: Gradients; dh: tf.Tensor3D }
  }
}

export function sequenceNet(shape: NetShape & { readout: Readout }): SequenceNet {
  const layer = layerOf(shape.cell)
  return {
    parameters: netParameters(shape),
    forward(weights, { T, B, x, mask }) {
      const pass = readInOneDirection(layer, { name: 'cell', reverse: false, x }, weights, positions(T, B, mask))
      const H = pass.h.shape[2]
      const last = (): tf.Tensor2D => tf.reshape(tf.slice(pass.h, [T - 1, 0, 0], [1, B, H]), [B, H])
      const head = headForward(weights, shape.readout === 'every' ? flat(pass.h) : last())
      return {
        outputs: head.logits,
        backward(dOutputs) {
          const { gradients, dFeatures } = head.backward(dOutputs)
          const back = pass.backward(shape.readout === 'every' ? tf.reshape(dFeatures, [T, B, H]) : atEnd(dFeatures, T))
          return { gradients: { ...back.gradients, ...gradients }, dh: back.dh }
        },
      }
    },
  }
}

function layerOf(cell: LabCell): RecurrentLayer {
  const kind = kindOf(cell)
  if (kind === 'gru') return gruLayer
  return kind === 'lstm' ? lstmLayer(false) : rnnLayer(cell === 'irnn' ? 'relu' : 'tanh')
}

/** [B, H] at the last of T steps, zeros before. */
function atEnd(d: tf.Tensor2D, T: number): tf.Tensor3D {
  const [B, H] = d.shape
  const last: tf.Tensor3D = tf.reshape(d, [1, B, H])
  return T === 1 ? last : tf.concat([tf.zeros([T - 1, B, H]), last], 0)
}

/** What a layer wants to know of a batch whose input is no look-up. */
const positions = (T: number, B: number, mask: tf.Tensor2D): DeviceBatch => ({
  ...{ T, B, mask, layout: 'time-first', sentences: null, rows: null },
  ids: tf.zeros([1], 'int32'),
  flatMask: tf.reshape(mask, [T * B]),
})

/** Uploads a batch for a net and its loss. */
export function toDevice({ T, B, x, mask, y, share }: SequenceBatch, features: number, outputs: number) {
  const shares = new Float32Array(share.length * outputs)
  share.forEach((value, r) => shares.fill(value, r * outputs, (r + 1) * outputs))
  return {
    input: { T, B, x: tf.tensor2d(x, [T * B, features]), mask: tf.tensor2d(mask, [T, B]) },
    targets: {
      y: tf.tensor2d(y, [share.length, outputs]),
      share: tf.tensor2d(shares, [share.length, outputs]),
    },
  }
}
