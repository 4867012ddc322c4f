import * as tf from '@tensorflow/tfjs-core'
import { isRecurrent } from '../../contract/spec.ts'
import type { ModelSpec, TextSpec } from '../../contract/spec.ts'
import type { Targets } from '../cells/head.ts'
import type { DeviceBatch } from '../cells/model.ts'
import { logitCount } from '../cells/parameters.ts'
import type { ModelDims } from '../cells/parameters.ts'
import { sentencePositions, touchedRows } from './batches.ts'
import type { Batch, BatchShape } from './batches.ts'

/** The batch shape of a model: recurrent cells read time first, feed-forward ones sentence first. */
export function batchShapeOf(
  { cell, input, pooling }: ModelSpec,
  { vocabularySize: V, maxLength: T }: ModelDims,
  { B, padding }: { B: number; padding: TextSpec['padding'] },
): BatchShape {
  const perPosition = cell === 'ann' && input.kind === 'one-hot'
  return {
    T,
    B,
    layout: isRecurrent(cell) ? 'time-first' : 'sentence-first',
    padding,
    wordSums: !isRecurrent(cell) || pooling === 'mean',
    tableRows: perPosition ? T * V : V,
    rowsPerPosition: perPosition ? V : 0,
  }
}

/** Uploads a batch; `forTraining` adds what the gradient of the look-up needs. The caller disposes of it (tf.tidy). */
export function toDevice(batch: Batch, forTraining: boolean): DeviceBatch {
  const { T, B, layout, wordSums } = batch.shape
  const flatMask = tf.tensor1d(batch.mask)
  return {
    T,
    B,
    layout,
    ids: tf.tensor1d(batch.ids, 'int32'),
    flatMask,
    mask: tf.reshape(flatMask, layout === 'time-first' ? [T, B] : [B, T]),
    sentences: wordSums ? sentencesToDevice(batch) : null,
    rows: forTraining ? rowsToDevice(batch) : null,
  }
}

function rowsToDevice(batch: Batch): DeviceBatch['rows'] {
  const { starts, positions, slots } = touchedRows(batch)
  const ints = (values: Int32Array) => tf.tensor1d(values, 'int32')
  return { starts: ints(starts), positions: ints(positions), slots: ints(slots) }
}

function sentencesToDevice(batch: Batch): DeviceBatch['sentences'] {
  const { starts, positions, of } = sentencePositions(batch)
  const inverse = Float32Array.from(batch.lengths, (length) => (length === 0 ? 0 : 1 / length))
  const ints = (values: Int32Array) => tf.tensor1d(values, 'int32')
  return {
    starts: ints(starts),
    positions: ints(positions),
    of: ints(of),
    inverseLength: tf.tensor2d(inverse, [batch.shape.B, 1]),
  }
}

/** The labels of a batch as the loss wants them, see `Targets`. */
export function targetsOf({ labels, weights, count, shape: { B } }: Batch, classes: number): Targets {
  const K = logitCount(classes)
  const y = new Float32Array(B * K)
  const share = new Float32Array(B * K)
  for (let b = 0; b < B; b++) {
    share.fill(weights[b] / count, b * K, (b + 1) * K)
    if (K === 1) y[b] = labels[b]
    else y[b * K + labels[b]] = 1
  }
  return { y: tf.tensor2d(y, [B, K]), share: tf.tensor2d(share, [B, K]) }
}
