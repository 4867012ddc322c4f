import { plainBinary, relaxedBinary } from './binary.ts'

/** The two binaries: with and without relaxed SIMD. */
export type WasmVariant = 'relaxed' | 'plain'

/**
 * The bytes of a kernel binary. It is compiled for a shared memory, which some hosts do not have (pages that are not
 * isolated): for those, the one byte of its memory import that says 'shared' is taken back. The code is the same.
 */
export function kernelBytes(variant: WasmVariant, shared: boolean): Uint8Array<ArrayBuffer> {
  const base64 = variant === 'relaxed' ? relaxedBinary : plainBinary
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  if (!shared) bytes[limitsOf(bytes)] = WITH_MAXIMUM
  return bytes
}

// WebAssembly specification, 'Limits': bit 0 says that a maximum follows, bit 1 that the memory is shared.
const WITH_MAXIMUM = 1
const SHARED_WITH_MAXIMUM = 3
/** The import `env.memory`: two names with their lengths, kind 2 (memory), limits. */
const memoryImport = [3, ...codes('env'), 6, ...codes('memory'), 2, SHARED_WITH_MAXIMUM]

function limitsOf(bytes: Uint8Array): number {
  const at = bytes.findIndex((_, i) => memoryImport.every((byte, j) => bytes[i + j] === byte))
  if (at < 0) throw new Error('wasm: the binary imports no shared memory; run npm run build:kernels')
  return at + memoryImport.length - 1
}

function codes(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0))
}
