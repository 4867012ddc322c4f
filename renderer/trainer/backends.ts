import * as tf from '@tensorflow/tfjs-core'
import type { Device } from '../../shared/contract/trainer.ts'

/**
 * Makes a device the current backend of TensorFlow.js, with our kernels. Each device's code is fetched when first used.
 * @returns the device that it became: a processor without SIMD takes plain JavaScript.
 * @throws {Error} when the device cannot be started.
 */
export async function useDevice(wanted: Device): Promise<Device> {
  const device = await open[wanted]()
  if (tf.getBackend() !== device && !(await tf.setBackend(device)))
    throw new Error(`The device '${device}' could not be started on this machine.`)
  return device
}

const open: Record<Device, () => Promise<Device>> = {
  cpu: async () => {
    const [{ registerCpuKernels }] = await Promise.all([
      import('../../shared/engine/kernels/cpu/register.ts'),
      import('@tensorflow/tfjs-backend-cpu'),
    ])
    registerCpuKernels()
    return 'cpu'
  },
  wasm: async () => {
    // The kernels of the backend 'cpu' serve for every op that WebAssembly has no kernel for.
    await open.cpu()
    const [{ initialiseWasm }, { kernelHelpers }] = await Promise.all([
      import('../../shared/engine/kernels/wasm/register.ts'),
      import('./kernel-helpers.ts'),
    ])
    return await initialiseWasm(null, kernelHelpers()).then(
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
