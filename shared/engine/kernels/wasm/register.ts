import * as tf from '@tensorflow/tfjs-core'
import type { KernelName, OptionalKernelName } from '../kernels.ts'
import { WasmBackend } from './backend.ts'
import { plainBinary, relaxedBinary } from './binary.ts'
import { Call } from './call.ts'
import { concatInMemory } from './concat.ts'
import type { WasmExports } from './exports.ts'
import { optimiserStep, sparseOptimiserStep } from './optimiser.ts'
import { lstmBackward, lstmForward, rnnBackward, rnnForward } from './recurrent.ts'
import { embeddingBackward, product, rowLookup, rowNorms } from './rows.ts'

/**
 * The device 'wasm': every kernel of kernels.ts in WebAssembly SIMD, for Node and the page's worker. One thread.
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
const kernels: Record<
  Exclude<KernelName | OptionalKernelName, 'GruForward' | 'GruBackward' | 'PeepholeGradient'>,
  (call: Call) => tf.TensorInfo | tf.TensorInfo[]
> = {
  RnnForward: rnnForward,
  RnnBackward: rnnBackward,
  LstmForward: lstmForward,
  LstmBackward: lstmBackward,
  EmbeddingBackward: embeddingBackward,
  OptimiserStep: optimiserStep,
  SparseOptimiserStep: sparseOptimiserStep,
  Product: product,
  RowLookup: rowLookup,
  RowNorms: rowNorms,
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
      kernelFunc: ({ inputs, backend, attrs }) => {
        if (inputs.peephole || (attrs as { reverse?: boolean } | undefined)?.reverse)
          throw new Error(
            `${kernelName}: the device 'wasm' knows neither peepholes nor the way back in time; use 'cpu'`,
          )
        return kernel(new Call(kernelName, inputs, backend as WasmBackend, attrs ?? {}))
      },
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

/** The binary that this host can run best. */
export type WasmVariant = 'relaxed' | 'plain'

/**
 * Compiles the kernels, makes the backend 'wasm' and registers it with its kernels; `tf.setBackend('wasm')` then works.
 * @param wanted null: the fastest that the host accepts
 * @throws {Error} when the host's WebAssembly has no SIMD. The backend 'cpu' works there.
 */
export async function initialiseWasm(wanted: WasmVariant | null = null): Promise<WasmVariant> {
  if (tf.findBackendFactory('wasm') != null) {
    if (current === null)
      throw new Error('wasm: another backend of that name is registered (@tensorflow/tfjs-backend-wasm?)')
    return current
  }
  const variant = wanted ?? (WebAssembly.validate(bytesOf(relaxedBinary)) ? 'relaxed' : 'plain')
  const binary = bytesOf(variant === 'relaxed' ? relaxedBinary : plainBinary)
  if (!WebAssembly.validate(binary)) throw new Error(`wasm: this host has no ${variant} SIMD; use the device 'cpu'`)
  const module = await WebAssembly.compile(binary)
  registerWasmKernels()
  tf.registerBackend('wasm', () => new WasmBackend((memory) => instantiate(module, memory)), 0)
  return (current = variant)
}

let current: WasmVariant | null = null

const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory) =>
  new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as WasmExports

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
