import { instantiate } from './instance.ts'
import { Signals } from './signals.ts'

/** What a helper thread needs. It is posted to the thread as it is: module and memories are shared by that. */
export interface HelperOrder {
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  signals: SharedArrayBuffer
}

/**
 * The whole life of a helper thread: makes the kernels' code ready on the shared memory, says so, and computes shares of
 * the team's jobs until it is told to stop. Blocks its thread.
 */
export function help({ module, memory, signals }: HelperOrder, ready: () => void): void {
  const wasm = instantiate(module, memory)
  const jobs = new Signals(signals)
  ready()
  while (jobs.next()) jobs.work(wasm)
}
