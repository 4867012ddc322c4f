import * as tf from '@tensorflow/tfjs-core'
import { LARGEST_MATRIX, SNAPSHOT_WORDS } from '../../contract/snapshots.ts'
import type { SnapshotParameter } from '../../contract/snapshots.ts'
import type { Model, Weights } from '../cells/model.ts'
import { setHeld } from '../cells/held.ts'
import type { HeldEntries } from '../cells/held.ts'
import type { Parameter } from '../cells/parameters.ts'
import { rowLookup, rowNorms } from '../kernels/run.ts'
import { tidy } from '../tidy.ts'
import type { Batch } from './batches.ts'
import type { SafeTensor } from './safetensors.ts'
import { encodeSnapshot } from './snapshot-file.ts'
import type { Position } from './training-state.ts'

/**
 * What is read back of one parameter. A table whose rows are looked up may hold millions of numbers, of which a step moves the
 * rows of its batch: only those are read, and a norm per row.
 */
interface Reading {
  /** All entries, or the rows looked up at each position of the batch (of none where no step follows). */
  values: Float32Array
  /** Tables: the norm of every row. */
  rows: Float32Array | null
  /** The embedding: its first rows. */
  head: SafeTensor | null
}
export type WeightReading = ReadonlyMap<string, Reading>

/**
 * Reads back what a snapshot needs; what is on the device stays as it is. The arrays are ours: no step changes them.
 * @param batch of the step that follows; null where none does
 */
export async function readWeights(
  parameters: readonly Parameter[],
  weights: Weights,
  batch: Batch | null,
): Promise<WeightReading> {
  const readings = parameters.map(async (parameter): Promise<[string, Reading]> => {
    const tensor = weights[parameter.name]
    if (!parameter.sparse) return [parameter.name, { values: await floats(tensor), rows: null, head: null }]
    const { name } = parameter
    const table = tensor as tf.Tensor2D
    const parts = tidy(() => ({
      norms: rowNorms(table),
      // Always as many as the batch has positions, so that a GPU compiles one program.
      looked: batch ? rowLookup(table, tf.tensor1d(batch.ids, 'int32'), tf.tensor1d(batch.mask)) : tf.zeros([0]),
      head: name === 'embedding' ? tf.slice(table, [0, 0], headShape(table)) : tf.zeros([0]),
    }))
    const [rows, values, head] = await Promise.all([parts.norms, parts.looked, parts.head].map(floats))
    tf.dispose(Object.values(parts))
    const kept: SafeTensor = { dtype: 'F32', shape: headShape(table), data: head }
    return [name, { values, rows, head: name === 'embedding' ? kept : null }]
  })
  return new Map(await Promise.all(readings))
}

const headShape = ({ shape: [rows, columns] }: tf.Tensor2D): [number, number] => [
  Math.min(SNAPSHOT_WORDS, rows),
  columns,
]
const floats = (tensor: tf.Tensor) => tensor.data() as Promise<Float32Array>

/**
 * The bytes of a snapshot; null when a number in it is not finite.
 * Norms are of the numbers that learn: what a clamp holds is left out.
 * @param next read one step later with the batch of that step, null where no step follows
 */
export function snapshotOf(
  { parameters }: Pick<Model, 'parameters'>,
  { step, epoch }: Pick<Position, 'step' | 'epoch'>,
  now: WeightReading,
  next: { reading: WeightReading; batch: Batch } | null,
): Uint8Array<ArrayBuffer> | null {
  const tensors: Record<string, SafeTensor> = {}
  const measured: SnapshotParameter[] = []
  for (const { name, shape, held } of parameters) {
    const { values: all, rows, head } = now.get(name)!
    const values = held && !rows ? setHeld(all.slice(), shape[shape.length - 1], held.map(toZero)) : all
    const later = next?.reading.get(name)?.values ?? null
    const after = later && held && !rows ? setHeld(later.slice(), shape[shape.length - 1], held.map(toZero)) : later
    const norm = Math.sqrt(squares(rows ?? values))
    const update = after && Math.sqrt(rows ? movedRows(values, after, next!.batch) : squares(after, values))
    if (!Number.isFinite(norm) || (update !== null && !Number.isFinite(update))) return null
    measured.push({ name, norm, update })
    const kept = head ?? (isKept(name, all) ? ({ dtype: 'F32', shape, data: all } as const) : null)
    if (kept) tensors[name] = kept
  }
  return encodeSnapshot({ step, epoch, parameters: measured, tensors })
}

/** A held bias is large and never moves: in a norm it would hide what the others do. */
const toZero = (entry: HeldEntries): HeldEntries => ({ ...entry, value: 0 })

/** Recurrent matrices and biases; of the others only the norm. */
const isKept = (name: string, { length }: Float32Array) => /\.(U|b|bu)$/.test(name) && length <= LARGEST_MATRIX

/** Σ a², or Σ (a - b)², in double precision. */
function squares(a: Float32Array, b?: Float32Array): number {
  let sum = 0
  if (b) for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2
  else for (let i = 0; i < a.length; i++) sum += a[i] ** 2
  return sum
}

/** The same of rows looked up at each position of a batch, every row once. */
function movedRows(before: Float32Array, after: Float32Array, { ids, mask }: Batch): number {
  const width = before.length / ids.length
  const seen = new Set<number>()
  let sum = 0
  for (let n = 0; n < ids.length; n++) {
    if (mask[n] === 0 || seen.has(ids[n])) continue
    seen.add(ids[n])
    for (let i = n * width; i < (n + 1) * width; i++) sum += (after[i] - before[i]) ** 2
  }
  return sum
}
