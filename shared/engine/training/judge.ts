import * as tf from '@tensorflow/tfjs-core'
import type { EncodedPart } from '../../contract/encoded.ts'
import type { RunSpec } from '../../contract/spec.ts'
import { CHANCE_PARTS } from '../../contract/verdicts.ts'
import { probabilitiesOf } from '../cells/head.ts'
import type { ModelDims } from '../cells/parameters.ts'
import { batchShapeOf } from './device-batch.ts'
import { logitsOf } from './evaluation.ts'
import { createModelFromCheckpoint } from './predict.ts'

/** A trained model that judges many sentences. Holds tensors until `close`. */
export interface Judge {
  /**
   * The class that the model takes for the right one, by sentence, and its probability in CHANCE_PARTS parts.
   * @param breathe is awaited after each batch
   */
  judge(part: EncodedPart, breathe: () => Promise<void>): Promise<{ classes: Uint8Array; chances: Uint16Array }>
  close(): void
}

/** Large enough for a GPU, small enough that a batch never takes long on a processor. */
const BATCH = 128
/** Batches whose answers come back from the device together. */
const BATCHES_PER_READ = 8

/** Opens a checkpoint on the current device. @throws {RangeError} when it does not fit the model. */
export function openJudge(checkpoint: Uint8Array, spec: RunSpec, dims: Omit<ModelDims, 'maxLength'>): Judge {
  const { model, weights } = createModelFromCheckpoint(checkpoint, spec, dims)
  const shape = batchShapeOf(spec.model, model.dims, { B: BATCH, padding: spec.text.padding })
  return {
    async judge(part, breathe) {
      const N = part.labels.length
      const order = Int32Array.from({ length: N }, (_, n) => n)
      const [classes, chances] = [new Uint8Array(N), new Uint16Array(N)]
      for (let from = 0; from < N; from += BATCH * BATCHES_PER_READ) {
        const to = Math.min(N, from + BATCH * BATCHES_PER_READ)
        const logits = await logitsOf(model, weights, part, { order, from, to, shape, breathe })
        const K = logits.length / (Math.ceil((to - from) / BATCH) * BATCH)
        for (let n = from; n < to; n++) {
          const probabilities = probabilitiesOf(logits.subarray((n - from) * K, (n - from + 1) * K))
          const most = Math.max(...probabilities)
          classes[n] = probabilities.indexOf(most)
          chances[n] = Math.round(most * CHANCE_PARTS)
        }
      }
      return { classes, chances }
    },
    close: () => tf.dispose(weights),
  }
}
