import * as tf from '@tensorflow/tfjs-core'
import { completeModel } from '../../../shared/contract/spec.ts'
import type { CellKind, ModelSpec } from '../../../shared/contract/spec.ts'
import { lossOf } from '../../../shared/engine/cells/head.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import type { Layout } from '../../../shared/engine/cells/model.ts'
import type { ModelDims } from '../../../shared/engine/cells/parameters.ts'
import { openModel } from '../../../shared/engine/inspect/model.ts'
import type { InspectedModel } from '../../../shared/engine/inspect/model.ts'
import { makeBatch, touchedRows } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf, targetsOf, toDevice } from '../../../shared/engine/training/device-batch.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { decodeSafetensors, encodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import type { SafeTensor } from '../../../shared/engine/training/safetensors.ts'
import { livelyWeights } from '../cells/examples.ts'

export interface Example {
  spec: ModelSpec
  dims: ModelDims
  padding: 'before' | 'after'
  ids: Int32Array
  label: number
  seed: number
}

export interface ModelOptions extends Partial<Omit<ModelSpec, 'input' | 'cell' | 'name'>> {
  cell: CellKind
  oneHot?: boolean
}

/** A model of random sizes and a random sentence for it, by seed. */
export function example({ cell, oneHot = false, ...options }: ModelOptions, seed: number): Example {
  const random = stream(seed, 'inspect', cell)
  const between = (from: number, to: number) => from + random.int(to - from + 1)
  const dims = { vocabularySize: between(5, 12), classes: between(2, 3), maxLength: between(6, 9) }
  const spec = completeModel({
    ...{ cell, name: cell, hidden: between(1, 6), layers: 1, dropout: 0 },
    input: oneHot ? { kind: 'one-hot' } : { kind: 'embedding', size: between(1, 5) },
    ...options,
  })
  const ids = Int32Array.from({ length: between(1, dims.maxLength) }, () => 1 + random.int(dims.vocabularySize - 1))
  return { spec, dims, padding: random.int(2) === 0 ? 'before' : 'after', ids, label: random.int(dims.classes), seed }
}

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
  const wordsOf = (_layout: Layout, gradient: tf.Tensor2D) =>
    gradient.dataSync().slice(batch.first[0] * gradient.shape[1], (batch.first[0] + ids.length) * gradient.shape[1])
  const trained = {
    loss: loss.dataSync()[0],
    logits: logits.dataSync() as Float32Array,
    gradients: Object.fromEntries(gradients),
    signals: back.signals.map(({ of, reverse, layout, gradient }) => ({
      ...{ of, reverse, values: wordsOf(layout, gradient) as Float32Array },
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
