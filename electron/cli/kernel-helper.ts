import { parentPort, workerData } from 'node:worker_threads'
import { help } from '../../shared/engine/kernels/wasm/helper.ts'
import type { HelperOrder } from '../../shared/engine/kernels/wasm/helper.ts'

// One helper thread of the device 'wasm'. It never leaves `help` again until it is told to.
help(workerData as HelperOrder, () => parentPort?.postMessage('ready'))
