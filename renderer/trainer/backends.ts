import * as tf from '@tensorflow/tfjs-core'
import type { Device } from '../../shared/contract/trainer.ts'
import type { WasmBackend } from '../../shared/engine/kernels/wasm/backend.ts'

// No shape is checked twice and no advice is logged: what the engine hands over is checked by its tests.
tf.enableProdMode()

/**
 * Makes a device the current backend of TensorFlow.js, with our kernels. Each device's code is fetched when first used.
 * @param threads at most so many compute on WebAssembly from now on, whatever was asked for before; results do not depend on it
 * @returns the device that it became: a processor without SIMD takes plain JavaScript.
 * @throws {Error} when the device cannot be started.
 */
export async function useDevice(wanted: Device, threads = Infinity): Promise<Device> {
  const device = await open[wanted](threads)
  if (tf.getBackend() !== device && !(await tf.setBackend(device)))
    throw new Error(`The device '${device}' could not be started on this machine.`)
  if (device === 'wasm') (tf.backend() as WasmBackend).team.limit = threads
  return device
}

const open: Record<Device, (threads: number) => Promise<Device>> = {
  cpu: async () => {
    const [{ registerCpuKernels }] = await Promise.all([
      import('../../shared/engine/kernels/cpu/register.ts'),
      import('@tensorflow/tfjs-backend-cpu'),
    ])
    registerCpuKernels()
    return 'cpu'
  },
  wasm: async (threads) => {
    // The kernels of the backend 'cpu' serve for every op that WebAssembly has no kernel for.
    await open.cpu(threads)
    const [{ initialiseWasm }, { kernelHelpers }] = await Promise.all([
      import('../../shared/engine/kernels/wasm/register.ts'),
      import('./kernel-helpers.ts'),
    ])
    return await initialiseWasm(null, threads > 1 ? kernelHelpers() : null).then(
      () => 'wasm' as const,
      () => 'cpu' as const,
    )
  },
  webgl: async () => {
    const [{ registerWebglKernels }] = await Promise.all([
      import('../../shared/engine/kernels/webgl/register.ts'),
      import('@tensorflow/tfjs-backend-webgl'),
    ])
    // WebGL in software is taken only where the user asked for it; TensorFlow.js would refuse it always.
    tf.env().set('SOFTWARE_WEBGL_ENABLED', true)
    registerWebglKernels()
    return 'webgl'
  },
}
