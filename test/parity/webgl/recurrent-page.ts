import * as tf from '@tensorflow/tfjs-core'
import * as kernels from '../../../shared/engine/kernels/run.ts'
import { errorsOf, onBackend, randomPlain, toTensor } from './compare.ts'
import type { Plain } from './compare.ts'
import { plainGru, plainLstm, plainRnn } from './plain-cells.ts'

export interface SequenceCase {
  T: number
  B: number
  H: number
  padding: 'none' | 'after' | 'before'
  /** How xw reaches the kernel: uploaded, as a (packed) product, or as a slice that shares its texture. */
  layout?: 'uploaded' | 'product' | 'slice'
  reverse?: boolean
}

/** Sentence b has 1 + (5 b mod T) words, and the last of several is empty, as in a batch that is filled up. */
function maskOf({ T, B, padding }: SequenceCase): Plain {
  const values = new Float32Array(T * B)
  for (let t = 0; t < T; t++)
    for (let b = 0; b < B; b++) {
      const words = padding === 'none' ? T : B > 1 && b === B - 1 ? 0 : 1 + ((5 * b) % T)
      values[t * B + b] = (padding === 'before' ? t >= T - words : t < words) ? 1 : 0
    }
  return { shape: [T, B], values }
}

function inputsOf(c: SequenceCase, columns: number) {
  const { T, B, H } = c
  return {
    xw: randomPlain('xw', [T, B, columns]),
    U: randomPlain('U', [H, columns], 1 / Math.sqrt(H)),
    h0: randomPlain('h0', [B, H]),
    c0: randomPlain('c0', [B, H]),
    bu: randomPlain('bu', [H]),
    peephole: randomPlain('peephole', [3, H]),
    dh: randomPlain('dh', [T, B, H]),
    mask: maskOf(c),
  }
}

function laidOut({ layout }: SequenceCase, xw: Plain): tf.Tensor3D {
  const tensor = toTensor<tf.Tensor3D>(xw)
  const [T, B, N] = tensor.shape
  if (layout === 'product')
    return tf.reshape(tf.add(tf.matMul(tf.reshape(tensor, [T * B, N]), tf.eye(N)), tf.zeros([N])), [T, B, N])
  if (layout === 'slice')
    return tf.slice(tf.mul<tf.Tensor3D>(tf.concat([tf.ones([2, B, N]), tensor]), 1), [2, 0, 0], [T, B, N])
  return tensor
}

/** For the oracle: arrays turned round in time, or left as they are. */
const turn =
  ({ reverse }: SequenceCase) =>
  <T extends tf.Tensor>(x: T): T =>
    reverse ? tf.reverse(x, 0) : x

export async function rnn(c: SequenceCase, activation: 'tanh' | 'relu') {
  const inputs = inputsOf(c, c.H)
  const { reverse = false } = c
  const got = await onBackend('webgl', () => {
    const [xw, U, h0, mask] = [
      laidOut(c, inputs.xw),
      toTensor<tf.Tensor2D>(inputs.U),
      toTensor<tf.Tensor2D>(inputs.h0),
      toTensor<tf.Tensor2D>(inputs.mask),
    ]
    const h = kernels.rnnForward({ xw, U, h0, mask, activation, reverse })
    return { h, ...kernels.rnnBackward({ h, U, h0, mask, dh: toTensor(inputs.dh), activation, reverse }) }
  })
  const expected = await onBackend('cpu', () => {
    const turned = turn(c)
    const [U, mask, dh] = [toTensor<tf.Tensor2D>(inputs.U), toTensor<tf.Tensor2D>(inputs.mask), toTensor(inputs.dh)]
    const run = ([xw, h0, inject]: tf.Tensor[]) => {
      const sequence = { xw: turned(xw as tf.Tensor3D), U, h0: h0 as tf.Tensor2D, mask: turned(mask) }
      return turned(plainRnn(sequence, activation, turned(inject as tf.Tensor3D)))
    }
    const at = [toTensor(inputs.xw), toTensor(inputs.h0), tf.zeros([c.T, c.B, c.H])]
    const [dz, dh0, dhTotal] = tf.grads((...x) => tf.sum(tf.mul(run(x), dh)))(at)
    return { h: run(at), dz, dhTotal, dh0 }
  })
  return errorsOf(got, expected)
}

export async function lstm(c: SequenceCase, withPeephole: boolean) {
  const inputs = inputsOf(c, 4 * c.H)
  const { reverse = false } = c
  const got = await onBackend('webgl', () => {
    const [U, h0, c0, mask] = [inputs.U, inputs.h0, inputs.c0, inputs.mask].map((x) => toTensor<tf.Tensor2D>(x))
    const peephole = withPeephole && { peephole: toTensor<tf.Tensor2D>(inputs.peephole) }
    const state = { U, h0, c0, mask, reverse, ...peephole }
    const forward = kernels.lstmForward({ xw: laidOut(c, inputs.xw), ...state })
    const { gates, c: cells } = forward
    const back = kernels.lstmBackward({ gates, c: cells, dh: toTensor<tf.Tensor3D>(inputs.dh), ...state })
    const dP = peephole && { dP: kernels.peepholeGradient({ dz: back.dz, c: cells, c0, reverse }) }
    return { ...forward, ...back, ...dP }
  })
  const expected = await onBackend('cpu', () => {
    const turned = turn(c)
    const [U, mask, dh] = [toTensor<tf.Tensor2D>(inputs.U), toTensor<tf.Tensor2D>(inputs.mask), toTensor(inputs.dh)]
    const run = ([xw, h0, c0, injectH, injectC, peephole]: tf.Tensor[]) => {
      const { gates, c, h } = plainLstm(
        { xw: turned(xw as tf.Tensor3D), U, h0: h0 as tf.Tensor2D, mask: turned(mask) },
        c0 as tf.Tensor2D,
        turned(injectH as tf.Tensor3D),
        turned(injectC as tf.Tensor3D),
        peephole as tf.Tensor2D,
      )
      return { gates: turned(gates), c: turned(c), h: turned(h) }
    }
    const none = tf.zeros([c.T, c.B, c.H])
    const P = withPeephole ? toTensor(inputs.peephole) : tf.zeros([3, c.H])
    const at = [toTensor(inputs.xw), toTensor(inputs.h0), toTensor(inputs.c0), none, none.clone(), P]
    const [dz, dh0, dc0, dhTotal, dcTotal, dP] = tf.grads((...x) => tf.sum(tf.mul(run(x).h, dh)))(at)
    return { ...run(at), dz, dh0, dc0, dhTotal, dcTotal, ...(withPeephole && { dP }) }
  })
  return errorsOf(got, expected)
}

export async function gru(c: SequenceCase) {
  const inputs = inputsOf(c, 3 * c.H)
  const { reverse = false } = c
  const got = await onBackend('webgl', () => {
    const [U, h0, mask] = [inputs.U, inputs.h0, inputs.mask].map((x) => toTensor<tf.Tensor2D>(x))
    const bu = toTensor<tf.Tensor1D>(inputs.bu)
    const { gates, h } = kernels.gruForward({ xw: laidOut(c, inputs.xw), U, bu, h0, mask, reverse })
    return { gates, h, ...kernels.gruBackward({ gates, h, U, h0, mask, dh: toTensor(inputs.dh), reverse }) }
  })
  const expected = await onBackend('cpu', () => {
    const turned = turn(c)
    const [U, mask, dh] = [toTensor<tf.Tensor2D>(inputs.U), toTensor<tf.Tensor2D>(inputs.mask), toTensor(inputs.dh)]
    const bu = toTensor<tf.Tensor1D>(inputs.bu)
    const run = ([xw, h0, injectH, injectU]: tf.Tensor[]) => {
      const sequence = { xw: turned(xw as tf.Tensor3D), U, h0: h0 as tf.Tensor2D, mask: turned(mask) }
      const { gates, h } = plainGru(sequence, bu, turned(injectH as tf.Tensor3D), turned(injectU as tf.Tensor3D))
      return { gates: turned(gates), h: turned(h) }
    }
    const [none, noneU] = [tf.zeros([c.T, c.B, c.H]), tf.zeros([c.T, c.B, 3 * c.H])]
    const at = [toTensor(inputs.xw), toTensor(inputs.h0), none, noneU]
    const [dz, dh0, dhTotal, du] = tf.grads((...x) => tf.sum(tf.mul(run(x).h, dh)))(at)
    return { ...run(at), dz, du, dh0, dhTotal }
  })
  return errorsOf(got, expected)
}
