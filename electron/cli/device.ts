import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { registerCpuKernels } from '../../shared/engine/kernels/cpu/register.ts'
import { initialiseWasm } from '../../shared/engine/kernels/wasm/register.ts'
import { kernelHelpers } from './kernel-helpers.ts'
import { UsageError } from './options.ts'

export type TerminalDevice = 'cpu' | 'wasm'

/**
 * Makes TensorFlow.js compute on that device; null: WebAssembly where this processor can run it, else plain JavaScript.
 * @param threads that compute together on WebAssembly; results do not depend on it
 * @throws {UsageError} when the wanted device does not work here.
 */
export async function openDevice(wanted: TerminalDevice | null, threads = 1): Promise<TerminalDevice> {
  tf.enableProdMode() // no advice to install tfjs-node
  registerCpuKernels()
  if (wanted !== 'cpu')
    try {
      await initialiseWasm(null, kernelHelpers(threads))
      if (await tf.setBackend('wasm')) return 'wasm'
    } catch (error) {
      if (wanted === 'wasm') throw new UsageError(`--device wasm does not work here: ${String(error)}`)
    }
  await tf.setBackend('cpu')
  return 'cpu'
}
