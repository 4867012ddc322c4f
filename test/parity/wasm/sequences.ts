import * as tf from '@tensorflow/tfjs-core'
import type { Activation } from '../../../shared/engine/kernels/kernels.ts'
import {
  gruBackward,
  gruForward,
  lstmBackward,
  lstmForward,
  peepholeGradient,
  previousStates,
  product,
  rnnBackward,
  rnnForward,
} from '../../../shared/engine/kernels/run.ts'
import { valuesOf } from './device.ts'
import type { Form, Operands, Size } from './oracle.ts'

// Forward and backward on the current backend, with the gradient of U as a training step forms it.

export function lstm(
  values: Operands,
  mask: Float32Array,
  size: Size,
  { reverse = false, peephole: withPeephole = false }: Form = {},
) {
  const { B, H } = size
  const { U, h0, xw, m, dh } = tensorsOf(values, mask, size, 4)
  const c0 = tf.tensor2d(values.c0, [B, H])
  const peephole = withPeephole ? tf.tensor2d(values.peephole, [3, H]) : undefined
  const forward = lstmForward({ xw, U, h0, c0, mask: m, peephole, reverse })
  const { gates, c, h } = forward
  const backward = lstmBackward({ gates, c, U, h0, c0, mask: m, dh, peephole, reverse })
  const { dz } = backward
  const dPeephole = peephole && { dPeephole: peepholeGradient({ dz, c, c0, reverse }) }
  return valuesOf({ ...forward, ...backward, dU: gradientOfU(h, h0, dz, reverse), ...dPeephole })
}

export function gru(values: Operands, mask: Float32Array, size: Size, { reverse = false }: Form = {}) {
  const { U, h0, xw, m, dh } = tensorsOf(values, mask, size, 3)
  const { gates, h } = gruForward({ xw, U, bu: tf.tensor1d(values.bu), h0, mask: m, reverse })
  const backward = gruBackward({ gates, h, U, h0, mask: m, dh, reverse })
  return valuesOf({ gates, h, ...backward, dU: gradientOfU(h, h0, backward.du, reverse) })
}

export function rnn(
  values: Operands,
  mask: Float32Array,
  size: Size,
  activation: Activation,
  { reverse = false }: Form = {},
) {
  const { U, h0, xw, m, dh } = tensorsOf(values, mask, size, 1)
  const h = rnnForward({ xw, U, h0, mask: m, activation, reverse })
  const backward = rnnBackward({ h, U, h0, mask: m, dh, activation, reverse })
  return valuesOf({ h, ...backward, dU: gradientOfU(h, h0, backward.dz, reverse) })
}

function tensorsOf({ xw, U, h0, dh }: Operands, mask: Float32Array, { T, B, H }: Size, gates: number) {
  return {
    U: tf.tensor2d(U, [H, gates * H]),
    h0: tf.tensor2d(h0, [B, H]),
    xw: tf.tensor3d(xw, [T, B, gates * H]),
    m: tf.tensor2d(mask, [T, B]),
    dh: tf.tensor3d(dh, [T, B, H]),
  }
}

/** Σ h_(t-1)ᵀ dz_t as one product over all timesteps. */
function gradientOfU(h: tf.Tensor3D, h0: tf.Tensor2D, dz: tf.Tensor3D, reverse: boolean): tf.Tensor2D {
  const flat = (x: tf.Tensor3D): tf.Tensor2D => tf.reshape(x, [x.shape[0] * x.shape[1], x.shape[2]])
  return product(flat(previousStates(h, h0, reverse)), flat(dz), { transposeA: true })
}
