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

/** Seeded operands of a sequence; `gates` is 4 for the LSTM, 3 for the GRU and 1 for the RNN. */
export function operands({ T, B, H }: Size, gates: 1 | 3 | 4) {
  const width = gates * H
  return {
    xw: numbers(1, T * B * width),
    U: numbers(2, H * width, 1 / Math.sqrt(H)),
    h0: numbers(3, B * H),
    c0: numbers(4, B * H),
    dh: numbers(5, T * B * H),
    bu: numbers(6, H),
    peephole: numbers(7, 3 * H),
  }
}
export type Operands = ReturnType<typeof operands>

/** Which way time runs, and whether the LSTM's gates see its state. */
export interface Form {
  reverse?: boolean
  peephole?: boolean
}

/**
 * The formulas of kernels.ts in plain ops, timestep by timestep, differentiated by TensorFlow.js. A zero is added to every
 * h_t and c_t: its gradient is ∂L/∂h_t and ∂L/∂c_t with all later timesteps.
 */
export function lstmOracle(
  values: Operands,
  mask: Float32Array,
  { T, B, H }: Size,
  { reverse = false, peephole = false }: Form = {},
): Record<string, tf.Tensor> {
  let outputs: { c: tf.Tensor[]; h: tf.Tensor[]; gates: tf.Tensor[] } = { c: [], h: [], gates: [] }
  const loss = (...[xw, U, h0, c0, atH, atC, P]: tf.Tensor[]) => {
    let [h, c] = [h0, c0]
    outputs = { c: [], h: [], gates: [] }
    const seen = (z: tf.Tensor, gate: number, state: tf.Tensor) =>
      peephole ? tf.add(z, tf.mul(tf.slice(P, [gate, 0], [1, H]), state)) : z
    for (const t of order(T, reverse)) {
      const m: tf.Tensor2D = tf.tensor2d(mask.subarray(t * B, (t + 1) * B), [B, 1])
      const z = tf.add(row(xw, t), tf.matMul(h as tf.Tensor2D, U as tf.Tensor2D))
      const [zi, zf, zg, zo] = tf.unstack(tf.reshape(z, [B, H, 4]), 2)
      const [i, f, g] = [tf.sigmoid(seen(zi, 0, c)), tf.sigmoid(seen(zf, 1, c)), tf.tanh(zg)]
      const cNow = tf.add(mixed(m, tf.add(tf.mul(f, c), tf.mul(i, g)), c), row(atC, t))
      const o = tf.sigmoid(seen(zo, 2, cNow))
      h = tf.add(mixed(m, tf.mul(o, tf.tanh(cNow)), h), row(atH, t))
      c = cNow
      outputs.c[t] = c
      outputs.h[t] = h
      outputs.gates[t] = tf.mul(tf.reshape(tf.stack([i, f, g, o], 2), [B, 4 * H]), m)
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
    ...(peephole ? [tf.tensor2d(values.peephole, [3, H])] : []),
  ]
  const [dz, dU, dh0, dc0, dhTotal, dcTotal, dPeephole] = tf.grads(loss)(inputs)
  loss(...inputs)
  const [gates, c, h] = [outputs.gates, outputs.c, outputs.h].map((steps) => tf.stack(steps))
  return { gates, c, h, dz, dU, dh0, dc0, dhTotal, dcTotal, ...(peephole && { dPeephole }) }
}

export function gruOracle(
  values: Operands,
  mask: Float32Array,
  { T, B, H }: Size,
  { reverse = false }: Form = {},
): Record<string, tf.Tensor> {
  let outputs: { h: tf.Tensor[]; gates: tf.Tensor[] } = { h: [], gates: [] }
  // xu is 0: what is added to h₋ U + bu, so that its gradient is du.
  const loss = (...[xw, U, h0, atH, xu]: tf.Tensor[]) => {
    let h = h0
    outputs = { h: [], gates: [] }
    const byGate = (z: tf.Tensor) => tf.unstack(tf.reshape(z, [B, H, 3]), 2)
    for (const t of order(T, reverse)) {
      const m: tf.Tensor2D = tf.tensor2d(mask.subarray(t * B, (t + 1) * B), [B, 1])
      const [xr, xz, xn] = byGate(row(xw, t))
      const [ur, uz, un] = byGate(tf.add(tf.matMul(h as tf.Tensor2D, U as tf.Tensor2D), row(xu, t)))
      const [r, z, q] = [tf.sigmoid(tf.add(xr, ur)), tf.sigmoid(tf.add(xz, uz)), tf.add(un, tf.tensor1d(values.bu))]
      const n = tf.tanh(tf.add(xn, tf.mul(r, q)))
      h = tf.add(mixed(m, tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h)), h), row(atH, t))
      outputs.h[t] = h
      outputs.gates[t] = tf.mul(tf.reshape(tf.stack([r, z, n, q], 2), [B, 4 * H]), m)
    }
    return tf.sum<tf.Scalar>(tf.mul(tf.stack(outputs.h), tf.tensor3d(values.dh, [T, B, H])))
  }
  const inputs = [
    tf.tensor3d(values.xw, [T, B, 3 * H]),
    tf.tensor2d(values.U, [H, 3 * H]),
    tf.tensor2d(values.h0, [B, H]),
    tf.zeros([T, B, H]),
    tf.zeros([T, B, 3 * H]),
  ]
  const [dz, dU, dh0, dhTotal, du] = tf.grads(loss)(inputs)
  loss(...inputs)
  return { gates: tf.stack(outputs.gates), h: tf.stack(outputs.h), dz, du, dU, dh0, dhTotal }
}

export function rnnOracle(
  values: Operands,
  mask: Float32Array,
  { T, B, H }: Size,
  activation: Activation,
  { reverse = false }: Form = {},
): Record<string, tf.Tensor> {
  let states: tf.Tensor[] = []
  const loss = (...[xw, U, h0, atH]: tf.Tensor[]) => {
    let h = h0
    states = []
    for (const t of order(T, reverse)) {
      const m: tf.Tensor2D = tf.tensor2d(mask.subarray(t * B, (t + 1) * B), [B, 1])
      const z = tf.add(row(xw, t), tf.matMul(h as tf.Tensor2D, U as tf.Tensor2D))
      h = tf.add(mixed(m, activation === 'tanh' ? tf.tanh(z) : tf.relu(z), h), row(atH, t))
      states[t] = h
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

const order = (T: number, reverse: boolean) => Array.from({ length: T }, (_, n) => (reverse ? T - 1 - n : n))
const row = (x: tf.Tensor, t: number) => tf.squeeze(tf.slice(x, [t, 0, 0], [1, -1, -1]), [0])
const mixed = (m: tf.Tensor, now: tf.Tensor, before: tf.Tensor) => tf.add(tf.mul(m, now), tf.mul(tf.sub(1, m), before))
