// Runs in Chromium (see browser.test.ts) and in Node: the same sequence, as plain arrays.
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { lstmBackward, lstmForward, product } from '../../../shared/engine/kernels/run.ts'
import { initialiseWasm } from '../../../shared/engine/kernels/wasm/register.ts'

export interface Sequence {
  T: number
  B: number
  H: number
  xw: number[]
  U: number[]
  mask: number[]
  dh: number[]
}

/** Forward, backward and the gradient of U by the binary that this host prefers. */
export async function sequence({ T, B, H, ...values }: Sequence) {
  const variant = await initialiseWasm()
  await tf.setBackend('wasm')
  const [U, mask] = [tf.tensor2d(values.U, [H, 4 * H]), tf.tensor2d(values.mask, [T, B])]
  const h0 = tf.zeros<tf.Rank.R2>([B, H])
  const forward = lstmForward({ xw: tf.tensor3d(values.xw, [T, B, 4 * H]), U, h0, c0: h0, mask })
  const { gates, c, h } = forward
  const { dz } = lstmBackward({ gates, c, U, h0, c0: h0, mask, dh: tf.tensor3d(values.dh, [T, B, H]) })
  const flat = (x: tf.Tensor3D): tf.Tensor2D => tf.reshape(x, [T * B, x.shape[2]])
  const dU = product(flat(h), flat(dz), { transposeA: true })
  return { variant, h: [...h.dataSync()], dz: [...dz.dataSync()], dU: [...dU.dataSync()] }
}
