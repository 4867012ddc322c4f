import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { threadsFor } from '../../shared/engine/kernels/wasm/team.ts'
import type { Helpers, SpawnHelper } from '../../shared/engine/kernels/wasm/team.ts'

/** The helper threads of the device 'wasm' in Node: a worker each, which does not keep the process alive. */
export function kernelHelpers(threads = threadsFor(availableParallelism())): Helpers | null {
  return threads > 1 ? { spawn, count: threads - 1 } : null
}

const spawn: SpawnHelper = (order) =>
  new Promise((resolve, reject) => {
    // Without the options of this process, some of which a thread refuses (--eval).
    const worker = new Worker(new URL('./kernel-helper.ts', import.meta.url), { workerData: order, execArgv: [] })
    worker.once('error', reject)
    worker.once('message', () => {
      worker.unref()
      resolve(() => void worker.terminate())
    })
  })
