import * as tf from '@tensorflow/tfjs-core'
import type { KernelName, OptionalKernelName } from '../kernels.ts'
import { openMemory } from './arena.ts'
import { WasmBackend } from './backend.ts'
import { Call } from './call.ts'
import { concatInMemory } from './concat.ts'
import { instantiate } from './instance.ts'
import { kernelBytes } from './kernel-bytes.ts'
import type { WasmVariant } from './kernel-bytes.ts'
import { optimiserStep, sparseOptimiserStep } from './optimiser.ts'
import {
  gruBackward,
  gruForward,
  lstmBackward,
  lstmForward,
  peepholeGradient,
  rnnBackward,
  rnnForward,
} from './recurrent.ts'
import { embeddingBackward, product, rowLookup, rowNorms } from './rows.ts'
import type { Helpers } from './team.ts'

export type { WasmVariant } from './kernel-bytes.ts'

/**
 * The device 'wasm': every kernel of kernels.ts in WebAssembly SIMD, for Node and the page's worker, in as
 * many threads as the host has (team.ts).
 *
 * Where is what: assembly/ holds the kernels in AssemblyScript (asc checks its types, tsc does not), `npm run build:kernels`
 * compiles them into binary.ts, once with and once without relaxed SIMD; call.ts checks shapes and turns tensors into
 * addresses; backend.ts owns the memory, arena.ts its blocks.
 *
 * Why a backend of our own. (a) To compute in the memory of @tensorflow/tfjs-backend-wasm, its WebAssembly.Memory is
 * needed, which stands under a minified name among its private exports; besides, that backend has no kernels for gradients
 * (UnsortedSegmentSum), and multiplies with a transposed operand at 2 GFLOP/s. (c) To copy in and out at every call costs
 * 4 to 6 ms for the 33 MB of an LSTM step (T=100, B=32, D=32, H=64), of which the arithmetic itself takes 7 ms. So (b):
 * the arrays of TensorFlow.js's JavaScript backend, laid into one memory of ours.
 *
 * Why these kernels. Products are computed in register tiles of six rows by eight columns, over a right operand packed in
 * panels: 45 GFLOP/s on one core (EPYC, Node 24) against 24 to 31 of tfjs-backend-wasm on one thread, and against 2 there
 * with a transposed operand (test/bench/wasm-kernels.ts). A whole sequence is one call; at each timestep only sentences that
 * still have a word are multiplied. Numbers below the smallest normal float slow the way back by 40 % at worst there,
 * so they are kept: flushing them to zero would fake vanishing gradients.
 */
const kernels: Record<KernelName | OptionalKernelName, (call: Call) => tf.TensorInfo | tf.TensorInfo[]> = {
  RnnForward: rnnForward,
  RnnBackward: rnnBackward,
  LstmForward: lstmForward,
  LstmBackward: lstmBackward,
  GruForward: gruForward,
  GruBackward: gruBackward,
  EmbeddingBackward: embeddingBackward,
  OptimiserStep: optimiserStep,
  SparseOptimiserStep: sparseOptimiserStep,
  Product: product,
  RowLookup: rowLookup,
  RowNorms: rowNorms,
  PeepholeGradient: peepholeGradient,
}

/**
 * Makes the kernels of kernels.ts known to TensorFlow.js for the backend 'wasm', and beside them every kernel that the
 * backend 'cpu' has. Calling it again changes nothing.
 */
export function registerWasmKernels(): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, 'wasm') != null) continue
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend, attrs }) =>
        kernel(new Call(kernelName, inputs, backend as WasmBackend, attrs ?? {})),
    })
  }
  for (const config of tf.getKernelsForBackend('cpu')) {
    if (tf.getKernel(config.kernelName, 'wasm') != null) continue
    const kernelFunc = config.kernelName === 'Concat' ? concat(config.kernelFunc) : config.kernelFunc
    tf.registerKernel({ ...config, kernelFunc, backendName: 'wasm' })
  }
}

const concat =
  (otherwise: tf.KernelFunc): tf.KernelFunc =>
  (call) => {
    const parts = Object.values(call.inputs) as tf.TensorInfo[]
    const { axis } = call.attrs as { axis: number }
    return concatInMemory(parts, { axis }, call.backend as WasmBackend) ?? otherwise(call)
  }

/**
 * Compiles the kernels and registers the backend 'wasm' with them; `await tf.setBackend('wasm')` then works, and starts the
 * helpers. Results have the same bits with any number of threads.
 * @param wanted null: the fastest binary that the host accepts
 * @param helpers null, or a host without shared memory: one thread
 * @throws {Error} when the host's WebAssembly has no SIMD. The backend 'cpu' works there.
 */
export async function initialiseWasm(
  wanted: WasmVariant | null = null,
  helpers: Helpers | null = null,
): Promise<WasmVariant> {
  if (tf.findBackendFactory('wasm') != null) {
    if (current === null)
      throw new Error('wasm: another backend of that name is registered (@tensorflow/tfjs-backend-wasm?)')
    return current
  }
  const { memory, shared } = openMemory(helpers !== null && helpers.count > 0)
  const variant = wanted ?? (WebAssembly.validate(kernelBytes('relaxed', shared)) ? 'relaxed' : 'plain')
  const binary = kernelBytes(variant, shared)
  if (!WebAssembly.validate(binary)) throw new Error(`wasm: this host has no ${variant} SIMD; use the device 'cpu'`)
  const module = await WebAssembly.compile(binary)
  registerWasmKernels()
  const open = async () => {
    const backend = new WasmBackend(memory, instantiate(module, memory))
    if (helpers && shared) await backend.team.hire(helpers, { module, memory })
    return backend
  }
  tf.registerBackend('wasm', open, 0)
  return (current = variant)
}

let current: WasmVariant | null = null

/** Threads that compute on the backend 'wasm', the calling one included; 0 while another backend is in use. */
export function wasmThreads(): number {
  return tf.getBackend() === 'wasm' ? (tf.backend() as WasmBackend).team.threads : 0
}
