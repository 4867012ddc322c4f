import * as tf from '@tensorflow/tfjs-core'
import { lossOf } from '../../../shared/engine/cells/head.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { openModel } from '../../../shared/engine/inspect/model.ts'
import type { InspectedModel } from '../../../shared/engine/inspect/model.ts'
import { makeBatch, touchedRows } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf, targetsOf, toDevice } from '../../../shared/engine/training/device-batch.ts'
import { decodeSafetensors, encodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import type { SafeTensor } from '../../../shared/engine/training/safetensors.ts'
import type { Example } from '../../unit/inspect/random-models.ts'
import { livelyWeights } from '../cells/examples.ts'

/** What the trainer makes of it, on the processor, as a batch of one. */
export interface Trained {
  loss: number
  logits: Float32Array
  /** Dense, whatever the trainer keeps. */
  gradients: Record<string, Float32Array>
  /** ∂L/∂state by [name, reverse]; [word · features]. */
  signals: { of: string; reverse: boolean; values: Float32Array }[]
}

/** The trainer's numbers and the same weights laid open, by way of a checkpoint's bytes. */
export function trainerOn(one: Example): { trained: Trained; model: InspectedModel } {
  const { spec, dims, padding, ids, label, seed } = one
  const model = createModel(spec, dims)
  const weights = livelyWeights(model, seed)
  const part = {
    ...{ rowIds: Uint32Array.of(0), labels: Int32Array.of(label), offsets: Uint32Array.of(0, ids.length), ids },
  }
  const batch = makeBatch(part, Int32Array.of(0), 0, batchShapeOf(spec, dims, { B: 1, padding }))
  const { logits, backward } = model.forward(weights, toDevice(batch, true), null)
  const { loss, dLogits } = lossOf(logits, targetsOf(batch, dims.classes))
  const back = backward(dLogits)
  const gradients = model.parameters.map(({ name, shape, sparse }): [string, Float32Array] => {
    const values = back.gradients[name].dataSync() as Float32Array
    if (!sparse) return [name, values]
    const dense = new Float32Array(shape[0] * shape[1])
    touchedRows(batch).rows.forEach((row, slot) =>
      dense.set(values.subarray(slot * shape[1], (slot + 1) * shape[1]), row * shape[1]),
    )
    return [name, dense]
  })
  const wordsOf = (gradient: tf.Tensor2D) =>
    gradient.dataSync().slice(batch.first[0] * gradient.shape[1], (batch.first[0] + ids.length) * gradient.shape[1])
  const trained = {
    loss: loss.dataSync()[0],
    logits: logits.dataSync() as Float32Array,
    gradients: Object.fromEntries(gradients),
    signals: back.signals.map(({ of, reverse, gradient }) => ({
      ...{ of, reverse, values: wordsOf(gradient) as Float32Array },
    })),
  }
  const file = Object.entries(weights).map(([name, tensor]): [string, SafeTensor] => [
    name,
    { dtype: 'F32', shape: tensor.shape, data: tensor.dataSync() as Float32Array },
  ])
  const checkpoint = decodeSafetensors(encodeSafetensors(Object.fromEntries(file), {}))
  tf.dispose(weights)
  return { trained, model: openModel(checkpoint, { spec, dims, padding }) }
}
