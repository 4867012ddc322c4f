import { threadsFor } from '../../shared/engine/kernels/wasm/team.ts'
import type { Helpers, SpawnHelper } from '../../shared/engine/kernels/wasm/team.ts'

/**
 * The helper threads of the device 'wasm' in a page: a worker each, started by the worker that trains and ended with it.
 * null: one thread, since this page may not share memory (it is not isolated) or the machine has one processor.
 */
export function kernelHelpers(): Helpers | null {
  const count = threadsFor(navigator.hardwareConcurrency) - 1
  return crossOriginIsolated && count > 0 ? { spawn, count } : null
}

const spawn: SpawnHelper = (order) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./kernel-helper.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = () => resolve(() => worker.terminate())
    worker.onerror = (event) => {
      worker.terminate()
      reject(new Error(`A helper thread did not start: ${event.message}`))
    }
    worker.postMessage(order)
  })
