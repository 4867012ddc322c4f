import type * as tf from '@tensorflow/tfjs-core'
import { lossOf } from '../cells/head.ts'
import type { Backward, DeviceBatch, DropoutMasks, Model, Weights } from '../cells/model.ts'
import type { Batch } from './batches.ts'
import { targetsOf, toDevice } from './device-batch.ts'

/** What a batch says of the weights, before clipping: all tensors of the caller (tf.tidy). */
export interface BatchGradient {
  onDevice: DeviceBatch
  loss: tf.Tensor1D
  accuracy: tf.Tensor1D
  back: Backward
}

/**
 * Forward, loss and back-propagation through time of one batch. Every training step begins with it, and so does the answer to
 * "which gradient does the trainer use for this sentence?" (gradient-of-one.ts).
 */
export function batchGradient(model: Model, weights: Weights, batch: Batch, dropout: DropoutMasks): BatchGradient {
  const onDevice = toDevice(batch, true)
  const { logits, backward } = model.forward(weights, onDevice, dropout)
  const { loss, accuracy, dLogits } = lossOf(logits, targetsOf(batch, model.dims.classes))
  return { onDevice, loss, accuracy, back: backward(dLogits) }
}
