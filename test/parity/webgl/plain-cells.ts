import * as tf from '@tensorflow/tfjs-core'

/**
 * The recurrent formulas of kernels.ts in ordinary TensorFlow.js operations, one timestep after the other: the oracle. Its
 * gradients come from automatic differentiation and share nothing with the kernels under test.
 */
export interface PlainSequence {
  xw: tf.Tensor3D
  U: tf.Tensor2D
  h0: tf.Tensor2D
  mask: tf.Tensor2D
}

const choose = (mask: tf.Tensor2D, t: number, yes: tf.Tensor2D, no: tf.Tensor2D): tf.Tensor2D => {
  const m = tf.reshape(tf.slice(mask, [t, 0], [1, -1]), [-1, 1])
  return tf.add(tf.mul(m, yes), tf.mul(tf.sub(1, m), no))
}
const stepOf = (x: tf.Tensor3D, t: number): tf.Tensor2D => tf.squeeze(tf.slice(x, [t, 0, 0], [1, -1, -1]), [0])

/**
 * `injectH[t]` and `injectC[t]` are added to the state of step t before anyone reads it: their gradients are ∂L/∂h_t and
 * ∂L/∂c_t with everything that follows.
 */
export function plainRnn(
  { xw, U, h0, mask }: PlainSequence,
  activation: 'tanh' | 'relu',
  injectH: tf.Tensor3D,
): tf.Tensor3D {
  const states: tf.Tensor2D[] = []
  let h = h0
  for (let t = 0; t < xw.shape[0]; t++) {
    const z = tf.add(stepOf(xw, t), tf.matMul(h, U))
    h = choose(mask, t, (activation === 'tanh' ? tf.tanh(z) : tf.relu(z)) as tf.Tensor2D, h)
    h = tf.add(h, stepOf(injectH, t))
    states.push(h)
  }
  return tf.stack(states) as tf.Tensor3D
}

/** Gates come interleaved by unit: [B, 4H] seen as [B, H, 4]. A peephole [3, H] of zeros is none. */
export function plainLstm(
  { xw, U, h0, mask }: PlainSequence,
  c0: tf.Tensor2D,
  injectH: tf.Tensor3D,
  injectC: tf.Tensor3D,
  peephole: tf.Tensor2D,
): { gates: tf.Tensor3D; c: tf.Tensor3D; h: tf.Tensor3D } {
  const [B, H] = h0.shape
  const all = { gates: [] as tf.Tensor2D[], c: [] as tf.Tensor2D[], h: [] as tf.Tensor2D[] }
  let [h, c] = [h0, c0]
  for (let t = 0; t < xw.shape[0]; t++) {
    const z = tf.reshape(tf.add(stepOf(xw, t), tf.matMul(h, U)), [B, H, 4])
    const column = (k: number) => tf.reshape(tf.slice(z, [0, 0, k], [B, H, 1]), [B, H]) as tf.Tensor2D
    const sees = (k: number, row: number, state: tf.Tensor2D): tf.Tensor2D =>
      tf.add(column(k), tf.mul(tf.slice(peephole, [row, 0], [1, H]), state))
    const [i, f, g] = [tf.sigmoid(sees(0, 0, c)), tf.sigmoid(sees(1, 1, c)), tf.tanh(column(2))]
    const cNew = tf.add(tf.add(tf.mul(f, c), tf.mul(i, g)), stepOf(injectC, t)) as tf.Tensor2D
    const o = tf.sigmoid(sees(3, 2, cNew))
    const hNew = tf.mul(o, tf.tanh(cNew)) as tf.Tensor2D
    // Where the step is masked, the injected value still enters, so that its gradient is that of the state passed on.
    c = choose(mask, t, cNew, tf.add(c, stepOf(injectC, t)))
    h = tf.add(choose(mask, t, hNew, h), stepOf(injectH, t))
    const packed = tf.reshape(tf.stack([i, f, g, o], 2), [B, 4 * H]) as tf.Tensor2D
    all.gates.push(choose(mask, t, packed, tf.zerosLike(packed)))
    all.c.push(c)
    all.h.push(h)
  }
  const stacked = (states: tf.Tensor2D[]) => tf.stack(states) as tf.Tensor3D
  return { gates: stacked(all.gates), c: stacked(all.c), h: stacked(all.h) }
}

/**
 * Reset gate after the recurrent product. `injectU[t]` is added to h₋ U: its gradient is that of the product. Gates r, z, n, q
 * come interleaved by unit.
 */
export function plainGru(
  { xw, U, h0, mask }: PlainSequence,
  bu: tf.Tensor1D,
  injectH: tf.Tensor3D,
  injectU: tf.Tensor3D,
): { gates: tf.Tensor3D; h: tf.Tensor3D } {
  const [B, H] = h0.shape
  const all = { gates: [] as tf.Tensor2D[], h: [] as tf.Tensor2D[] }
  let h = h0
  for (let t = 0; t < xw.shape[0]; t++) {
    const byGate = (x: tf.Tensor) => tf.unstack(tf.reshape(x, [B, H, 3]), 2) as tf.Tensor2D[]
    const [xr, xz, xn] = byGate(stepOf(xw, t))
    const [ur, uz, un] = byGate(tf.add(tf.matMul(h, U), stepOf(injectU, t)))
    const [r, z, q] = [tf.sigmoid(tf.add(xr, ur)), tf.sigmoid(tf.add(xz, uz)), tf.add(un, bu)] as tf.Tensor2D[]
    const n = tf.tanh(tf.add(xn, tf.mul(r, q))) as tf.Tensor2D
    const hNew = tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h)) as tf.Tensor2D
    h = tf.add(choose(mask, t, hNew, h), stepOf(injectH, t))
    const packed = tf.reshape(tf.stack([r, z, n, q], 2), [B, 4 * H]) as tf.Tensor2D
    all.gates.push(choose(mask, t, packed, tf.zerosLike(packed)))
    all.h.push(h)
  }
  const stacked = (states: tf.Tensor2D[]) => tf.stack(states) as tf.Tensor3D
  return { gates: stacked(all.gates), h: stacked(all.h) }
}
