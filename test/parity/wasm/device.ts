import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { expect } from 'vitest'
import { kernelHelpers } from '../../../electron/cli/kernel-helpers.ts'
import { registerCpuKernels } from '../../../shared/engine/kernels/cpu/register.ts'
import type { WasmBackend } from '../../../shared/engine/kernels/wasm/backend.ts'
import { initialiseWasm } from '../../../shared/engine/kernels/wasm/register.ts'
import type { WasmVariant } from '../../../shared/engine/kernels/wasm/register.ts'
import { stream } from '../../../shared/engine/training/random.ts'

export const variants: WasmVariant[] = ['relaxed', 'plain']
export const backend = () => tf.backend() as WasmBackend

/** Runs `work` on a fresh backend 'wasm' of the given binary; every tensor in it is disposed of afterwards. */
export async function onWasm<T>(variant: WasmVariant, work: () => T, threads = 1): Promise<T> {
  if (tf.findBackendFactory('wasm') != null) tf.removeBackend('wasm')
  await initialiseWasm(variant, kernelHelpers(threads))
  return on('wasm', work)
}

export async function onCpu<T>(work: () => T): Promise<T> {
  registerCpuKernels()
  return on('cpu', work)
}

async function on<T>(name: string, work: () => T): Promise<T> {
  await tf.setBackend(name)
  tf.engine().startScope()
  try {
    return work()
  } finally {
    tf.engine().endScope()
  }
}

/** Plain arrays of tensors, which outlive the backend. */
export const valuesOf = (tensors: Record<string, tf.Tensor>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.dataSync<'float32'>().slice()]))

/** Largest difference relative to the largest expected number, tensor by tensor; NaN where only one side has it counts. */
export function expectClose(
  actual: Record<string, Float32Array>,
  expected: Record<string, ArrayLike<number>>,
  tolerance: number,
): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, wanted] of Object.entries(expected)) {
    expect(actual[name].length, name).toBe(wanted.length)
    let [difference, size] = [0, 0]
    for (let i = 0; i < wanted.length; i++) {
      const [a, b] = [actual[name][i], wanted[i]]
      if (Number.isNaN(a) !== Number.isNaN(b)) difference = Infinity
      if (Number.isNaN(a) || a === b) continue
      difference = Math.max(difference, Math.abs(a - b))
      size = Math.max(size, Math.abs(b))
    }
    expect(difference / Math.max(size, 1e-30), `${name}: relative error`).toBeLessThanOrEqual(tolerance)
  }
}

/** Seeded numbers in (-scale, scale). */
export function numbers(seed: number, length: number, scale = 1): Float32Array {
  const random = stream(seed, 'wasm-test')
  return Float32Array.from({ length }, () => (2 * random.next() - 1) * scale)
}

/** [T, B] masks: sentences of different lengths, padded after or before their words; one of them may be empty. */
export function masks(T: number, B: number, side: 'after' | 'before' | 'none'): Float32Array {
  const mask = new Float32Array(T * B).fill(1)
  if (side === 'none') return mask
  for (let b = 0; b < B; b++) {
    const length = (b * 3 + 1) % (T + 1)
    for (let t = 0; t < T; t++) {
      const word = side === 'after' ? t < length : t >= T - length
      mask[t * B + b] = word ? 1 : 0
    }
  }
  return mask
}
