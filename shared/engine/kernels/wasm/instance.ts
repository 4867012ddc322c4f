import type { WasmExports } from './exports.ts'

/** The kernels, ready to compute in that memory. Threads make one each, of one module on one memory. */
export const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory): WasmExports =>
  new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as WasmExports
