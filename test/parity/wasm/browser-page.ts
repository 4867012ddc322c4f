// Runs in Chromium (see browser.test.ts) and in Node: the same sequence, as plain arrays.
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { kernelHelpers } from '../../../renderer/trainer/kernel-helpers.ts'
import type { Helpers } from '../../../shared/engine/kernels/wasm/team.ts'
import { lstmBackward, lstmForward, product } from '../../../shared/engine/kernels/run.ts'
import { initialiseWasm, wasmThreads } from '../../../shared/engine/kernels/wasm/register.ts'

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
export async function sequence({ T, B, H, ...values }: Sequence, helpers: Helpers | null = null) {
  const variant = await initialiseWasm(null, helpers)
  await tf.setBackend('wasm')
  const [U, mask] = [tf.tensor2d(values.U, [H, 4 * H]), tf.tensor2d(values.mask, [T, B])]
  const h0 = tf.zeros<tf.Rank.R2>([B, H])
  const forward = lstmForward({ xw: tf.tensor3d(values.xw, [T, B, 4 * H]), U, h0, c0: h0, mask })
  const { gates, c, h } = forward
  const { dz } = lstmBackward({ gates, c, U, h0, c0: h0, mask, dh: tf.tensor3d(values.dh, [T, B, H]) })
  const flat = (x: tf.Tensor3D): tf.Tensor2D => tf.reshape(x, [T * B, x.shape[2]])
  const dU = product(flat(h), flat(dz), { transposeA: true })
  return { variant, threads: wasmThreads(), h: [...h.dataSync()], dz: [...dz.dataSync()], dU: [...dU.dataSync()] }
}
export type SequenceResult = Awaited<ReturnType<typeof sequence>>

/** With the helper threads that the page's trainer would have, in the page itself, which may not sleep. */
export const sequenceWithHelpers = (given: Sequence): Promise<SequenceResult> => sequence(given, kernelHelpers())

/** The same in a worker, where the product trains. */
export function sequenceInWorker(given: Sequence): Promise<SequenceResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./browser-worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<SequenceResult>) => {
      worker.terminate()
      resolve(data)
    }
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.postMessage(given)
  })
}
