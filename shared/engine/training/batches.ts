import type { EncodedPart } from '../../contract/encoded.ts'
import type { TextSpec } from '../../contract/spec.ts'
import type { Layout } from '../cells/model.ts'
import { stream } from './random.ts'

/** The shape of every batch of a run. */
export interface BatchShape {
  /** Timesteps (maxLength) and sentences per batch. */
  T: number
  B: number
  layout: Layout
  padding: TextSpec['padding']
  /** Whether the model adds up over the words of a sentence: feed-forward cells and mean pooling. */
  wordSums: boolean
  /** Rows of the table that is looked up, and how far apart the tables of neighbouring positions are (ANN, one-hot: V; else 0). */
  tableRows: number
  rowsPerPosition: number
}

/**
 * A padded batch on the host; N = T·B positions, numbered by `layout` (time-first: n = t·B + b).
 * Sentences that fill up the last batch are empty and have weight 0.
 */
export interface Batch {
  shape: BatchShape
  /** Sentence numbers in the part; -1 fills up. */
  indices: Int32Array
  /** Real sentences: they come first. */
  count: number
  /** [N] row of the table at each position; 0 at padding. */
  ids: Int32Array
  /** [N] 1 for a word, 0 for padding. */
  mask: Float32Array
  /** [B] */
  labels: Int32Array
  weights: Float32Array
  lengths: Int32Array
  /** [B] first timestep that holds a word. */
  first: Int32Array
}

/** Which positions each touched row of the table collects, in the form of the kernel EmbeddingBackward. */
export interface TouchedRows {
  /** The touched rows, in order of first appearance: slot s holds row rows[s]. */
  rows: Int32Array
  /** [C+1] and [N], with C = min(tableRows, N) slots whatever the batch: unused ones are empty. */
  starts: Int32Array
  positions: Int32Array
  /** [tableRows]: the slot of each row, or -1. */
  slots: Int32Array
}

/** The order in which an epoch (from 1) reads the sentences: a function of seed and epoch, so that it can be found again. */
export const epochOrder = (seed: number, epoch: number, sentences: number): Int32Array =>
  stream(seed, 'order', epoch).shuffle(Int32Array.from({ length: sentences }, (_, n) => n))

export const batchesOf = (sentences: number, B: number): number => Math.ceil(sentences / B)

/** The sentences of `order` from `from` on, padded to the run's one shape. */
export function makeBatch(part: EncodedPart, order: Int32Array, from: number, shape: BatchShape): Batch {
  const { T, B, padding } = shape
  const batch: Batch = {
    shape,
    indices: new Int32Array(B).fill(-1),
    count: Math.min(B, order.length - from),
    ids: new Int32Array(T * B),
    mask: new Float32Array(T * B),
    labels: new Int32Array(B),
    weights: new Float32Array(B),
    lengths: new Int32Array(B),
    first: new Int32Array(B),
  }
  for (let b = 0; b < batch.count; b++) {
    const sentence = order[from + b]
    const start = part.offsets[sentence]
    const length = part.offsets[sentence + 1] - start
    if (length > T) throw new RangeError(`batches: sentence ${sentence} has ${length} tokens, the batch holds ${T}`)
    const first = padding === 'before' ? T - length : 0
    batch.indices[b] = sentence
    batch.labels[b] = part.labels[sentence]
    batch.weights[b] = 1
    batch.lengths[b] = length
    batch.first[b] = first
    for (let k = 0; k < length; k++) {
      const t = first + k
      const n = positionOf(shape, t, b)
      batch.ids[n] = t * shape.rowsPerPosition + part.ids[start + k]
      batch.mask[n] = 1
    }
  }
  return batch
}

/** The number n of timestep t of sentence b. */
export const positionOf = ({ T, B, layout }: BatchShape, t: number, b: number): number =>
  layout === 'time-first' ? t * B + b : b * T + t

/** Sorts the positions of a batch by the row that they read (counting sort); rows keep their order of appearance. */
export function touchedRows({ ids, mask, shape }: Pick<Batch, 'ids' | 'mask' | 'shape'>): TouchedRows {
  const N = ids.length
  const C = Math.min(shape.tableRows, N)
  const slots = new Int32Array(shape.tableRows).fill(-1)
  const rows = new Int32Array(C)
  const counts = new Int32Array(C + 1)
  let used = 0
  for (let n = 0; n < N; n++) {
    if (mask[n] === 0) continue
    if (slots[ids[n]] < 0) {
      slots[ids[n]] = used
      rows[used++] = ids[n]
    }
    counts[slots[ids[n]]]++
  }
  const starts = new Int32Array(C + 1)
  for (let s = 0; s < C; s++) starts[s + 1] = starts[s] + counts[s]
  const next = starts.slice()
  const positions = new Int32Array(N)
  for (let n = 0; n < N; n++) if (mask[n] !== 0) positions[next[slots[ids[n]]]++] = n
  return { rows: rows.subarray(0, used), starts, positions, slots }
}

/** The positions of each sentence's words, in the same form: starts [B+1], positions [N]; and the sentence of each position [N]. */
export function sentencePositions({ shape, lengths, first }: Pick<Batch, 'shape' | 'lengths' | 'first'>): {
  starts: Int32Array
  positions: Int32Array
  of: Int32Array
} {
  const { T, B } = shape
  const starts = new Int32Array(B + 1)
  const positions = new Int32Array(T * B)
  const of = new Int32Array(T * B)
  for (let b = 0; b < B; b++) {
    starts[b + 1] = starts[b] + lengths[b]
    for (let k = 0; k < lengths[b]; k++) positions[starts[b] + k] = positionOf(shape, first[b] + k, b)
    for (let t = 0; t < T; t++) of[positionOf(shape, t, b)] = b
  }
  return { starts, positions, of }
}
