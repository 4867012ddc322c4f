import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
import * as tf from '@tensorflow/tfjs-core'
import type { Activation } from '../../../shared/engine/kernels/kernels.ts'
import { numbers } from './device.ts'

/** Sizes of a sequence: timesteps, sentences, hidden units. */
export interface Size {
  T: number
  B: number
  H: number
}

/** Seeded operands of a sequence; `gates` is 4 for the LSTM and 1 for the RNN. */
export function operands({ T, B, H }: Size, gates: 1 | 4) {
  const width = gates * H
  return {
    xw: numbers(1, T * B * width),
    U: numbers(2, H * width, 1 / Math.sqrt(H)),
    h0: numbers(3, B * H),
    c0: numbers(4, B * H),
    dh: numbers(5, T * B * H),
  }
}
export type Operands = ReturnType<typeof operands>

/**
 * The formulas of kernels.ts in plain ops, timestep by timestep, differentiated by TensorFlow.js. A zero is added to every
 * h_t and c_t: its gradient is ∂L/∂h_t and ∂L/∂c_t with all later timesteps.
 */
export function lstmOracle(values: Operands, mask: Float32Array, { T, B, H }: Size): Record<string, tf.Tensor> {
  let outputs: { c: tf.Tensor[]; h: tf.Tensor[]; gates: tf.Tensor[] } = { c: [], h: [], gates: [] }
  const loss = (...[xw, U, h0, c0, atH, atC]: tf.Tensor[]) => {
    let [h, c] = [h0, c0]
    outputs = { c: [], h: [], gates: [] }
    for (let t = 0; t < T; t++) {
      const m: tf.Tensor2D = tf.tensor2d(mask.subarray(t * B, (t + 1) * B), [B, 1])
      const z = tf.add(row(xw, t), tf.matMul(h as tf.Tensor2D, U as tf.Tensor2D))
      const [zi, zf, zg, zo] = tf.unstack(tf.reshape(z, [B, H, 4]), 2)
      const [i, f, g, o] = [tf.sigmoid(zi), tf.sigmoid(zf), tf.tanh(zg), tf.sigmoid(zo)]
      const state = tf.add(tf.mul(f, c), tf.mul(i, g))
      const cNow = tf.add(mixed(m, state, c), row(atC, t))
      h = tf.add(mixed(m, tf.mul(o, tf.tanh(cNow)), h), row(atH, t))
      c = cNow
      outputs.c.push(c)
      outputs.h.push(h)
      outputs.gates.push(tf.mul(tf.reshape(tf.stack([i, f, g, o], 2), [B, 4 * H]), m))
    }
    return tf.sum<tf.Scalar>(tf.mul(tf.stack(outputs.h), tf.tensor3d(values.dh, [T, B, H])))
  }
  const inputs = [
    tf.tensor3d(values.xw, [T, B, 4 * H]),
    tf.tensor2d(values.U, [H, 4 * H]),
    tf.tensor2d(values.h0, [B, H]),
    tf.tensor2d(values.c0, [B, H]),
    tf.zeros([T, B, H]),
    tf.zeros([T, B, H]),
  ]
  const [dz, dU, dh0, dc0, dhTotal, dcTotal] = tf.grads(loss)(inputs)
  loss(...inputs)
  const [gates, c, h] = [outputs.gates, outputs.c, outputs.h].map((steps) => tf.stack(steps))
  return { gates, c, h, dz, dU, dh0, dc0, dhTotal, dcTotal }
}

export function rnnOracle(
  values: Operands,
  mask: Float32Array,
  { T, B, H }: Size,
  activation: Activation,
): Record<string, tf.Tensor> {
  let states: tf.Tensor[] = []
  const loss = (...[xw, U, h0, atH]: tf.Tensor[]) => {
    let h = h0
    states = []
    for (let t = 0; t < T; t++) {
      const m: tf.Tensor2D = tf.tensor2d(mask.subarray(t * B, (t + 1) * B), [B, 1])
      const z = tf.add(row(xw, t), tf.matMul(h as tf.Tensor2D, U as tf.Tensor2D))
      h = tf.add(mixed(m, activation === 'tanh' ? tf.tanh(z) : tf.relu(z), h), row(atH, t))
      states.push(h)
    }
    return tf.sum<tf.Scalar>(tf.mul(tf.stack(states), tf.tensor3d(values.dh, [T, B, H])))
  }
  const inputs = [
    tf.tensor3d(values.xw, [T, B, H]),
    tf.tensor2d(values.U, [H, H]),
    tf.tensor2d(values.h0, [B, H]),
    tf.zeros([T, B, H]),
  ]
  const [dz, dU, dh0, dhTotal] = tf.grads(loss)(inputs)
  loss(...inputs)
  return { h: tf.stack(states), dz, dU, dh0, dhTotal }
}

const row = (x: tf.Tensor, t: number) => tf.squeeze(tf.slice(x, [t, 0, 0], [1, -1, -1]), [0])
const mixed = (m: tf.Tensor, now: tf.Tensor, before: tf.Tensor) => tf.add(tf.mul(m, now), tf.mul(tf.sub(1, m), before))
