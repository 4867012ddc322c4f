import { Worker } from 'node:worker_threads'
import type { Helpers, SpawnHelper } from '../../shared/engine/kernels/wasm/team.ts'

/** The helper threads of the device 'wasm' in Node, one less than `threads`: a worker each, which keeps no process alive. */
export function kernelHelpers(threads: number): Helpers | null {
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
