import { LARGEST_MATRIX, SNAPSHOT_WORDS } from '../../contract/snapshots.ts'
import type { SnapshotParameter } from '../../contract/snapshots.ts'
import type { Model, Weights } from '../cells/model.ts'
import type { SafeTensor } from './safetensors.ts'
import { encodeSnapshot } from './snapshot-file.ts'
import type { Position } from './training-state.ts'

/** The weights of one moment on the host, copied: on some devices a step changes them in place. */
export type WeightValues = ReadonlyMap<string, Float32Array>

/** Reads weights back from the device. What is on the device stays as it is. */
export async function readValues(weights: Weights): Promise<WeightValues> {
  const values = new Map<string, Float32Array>()
  for (const [name, tensor] of Object.entries(weights))
    values.set(name, ((await tensor.data()) as Float32Array).slice())
  return values
}

/**
 * The bytes of a snapshot; null when a number in it is not finite.
 * @param next the weights one step later, null where no step follows
 */
export function snapshotOf(
  { parameters }: Pick<Model, 'parameters'>,
  { step, epoch }: Pick<Position, 'step' | 'epoch'>,
  now: WeightValues,
  next: WeightValues | null,
): Uint8Array<ArrayBuffer> | null {
  const tensors: Record<string, SafeTensor> = {}
  const measured: SnapshotParameter[] = []
  for (const { name, shape } of parameters) {
    const values = now.get(name)!
    const after = next?.get(name)
    const norm = distance(values)
    const update = after ? distance(after, values) : null
    if (!Number.isFinite(norm) || (update !== null && !Number.isFinite(update))) return null
    measured.push({ name, norm, update })
    const kept = keptPart(name, shape, values)
    if (kept) tensors[name] = kept
  }
  return encodeSnapshot({ step, epoch, parameters: measured, tensors })
}

/** Recurrent matrices, biases and the rows of the most frequent words; null for what only its norm is kept of. */
function keptPart(name: string, shape: number[], values: Float32Array): SafeTensor | null {
  if (name === 'embedding') {
    const rows = Math.min(SNAPSHOT_WORDS, shape[0])
    return { dtype: 'F32', shape: [rows, shape[1]], data: values.slice(0, rows * shape[1]) }
  }
  const short = name.slice(name.lastIndexOf('.') + 1)
  const wanted = short === 'U' || short === 'b' || short === 'bu'
  return wanted && values.length <= LARGEST_MATRIX ? { dtype: 'F32', shape, data: values } : null
}

/** ‖a - b‖, or ‖a‖, summed in double precision. */
function distance(a: Float32Array, b?: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const d = b ? a[i] - b[i] : a[i]
    sum += d * d
  }
  return Math.sqrt(sum)
}
