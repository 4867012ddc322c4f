import * as tf from '@tensorflow/tfjs-core'
import type { EncodedPart } from '../../contract/encoded.ts'
import type { RunSpec } from '../../contract/spec.ts'
import { probabilitiesOf } from '../cells/head.ts'
import { createModel } from '../cells/model.ts'
import type { Model, Weights } from '../cells/model.ts'
import { logitCount } from '../cells/parameters.ts'
import type { ModelDims } from '../cells/parameters.ts'
import { readWeights } from './checkpoint.ts'
import { batchShapeOf } from './device-batch.ts'
import { logitsOf } from './evaluation.ts'

/** A trained model that answers. Holds tensors until `close`. */
export interface Predictor {
  /** Class probabilities after each word: entry k is the answer to the first k+1 ids. */
  prefixes(ids: Int32Array): Promise<number[][]>
  close(): void
}

/** Prefixes are read in batches of this size, whatever the batch size of the training. */
const PREDICTION_BATCH = 32

/** @throws {RangeError} when the checkpoint does not fit the model. */
export function createModelFromCheckpoint(
  checkpoint: Uint8Array,
  spec: RunSpec,
  dims: Omit<ModelDims, 'maxLength'>,
): { model: Model; weights: Weights } {
  const model = createModel(spec.model, { ...dims, maxLength: spec.text.maxLength })
  return { model, weights: readWeights(checkpoint, model) }
}

/** Opens a checkpoint for predictions on the current device. */
export function openPredictor(checkpoint: Uint8Array, spec: RunSpec, dims: Omit<ModelDims, 'maxLength'>): Predictor {
  const { model, weights } = createModelFromCheckpoint(checkpoint, spec, dims)
  const shape = batchShapeOf(spec.model, model.dims, { B: PREDICTION_BATCH, padding: spec.text.padding })
  const K = logitCount(dims.classes)
  return {
    async prefixes(ids) {
      const part = prefixesOf(ids, spec)
      const to = part.labels.length
      if (to === 0) return []
      const order = Int32Array.from({ length: to }, (_, n) => n)
      const breathe = () => Promise.resolve()
      const logits = await logitsOf(model, weights, part, { order, from: 0, to, shape, breathe })
      return Array.from(order, (n) => probabilitiesOf(logits.subarray(n * K, (n + 1) * K)))
    },
    close: () => tf.dispose(weights),
  }
}

/**
 * Class probabilities after each prefix of a sentence; for two classes [1-p, p]. A prefix longer than the model reads is
 * truncated as the spec says.
 */
export async function predictPrefixes(
  weights: Uint8Array,
  spec: RunSpec,
  dims: { vocabularySize: number; classes: number },
  ids: Int32Array,
): Promise<number[][]> {
  const predictor = openPredictor(weights, spec, dims)
  try {
    return await predictor.prefixes(ids)
  } finally {
    predictor.close()
  }
}

function prefixesOf(ids: Int32Array, { text: { maxLength, truncation } }: RunSpec): EncodedPart {
  const prefixes = Array.from(ids, (_, k) => ids.subarray(0, k + 1)).map((prefix) =>
    prefix.length <= maxLength
      ? prefix
      : truncation === 'end'
        ? prefix.subarray(0, maxLength)
        : prefix.subarray(-maxLength),
  )
  const offsets = new Uint32Array(prefixes.length + 1)
  prefixes.forEach((prefix, n) => (offsets[n + 1] = offsets[n] + prefix.length))
  const all = new Int32Array(offsets[prefixes.length])
  prefixes.forEach((prefix, n) => all.set(prefix, offsets[n]))
  return { rowIds: new Uint32Array(prefixes.length), labels: new Int32Array(prefixes.length), offsets, ids: all }
}
