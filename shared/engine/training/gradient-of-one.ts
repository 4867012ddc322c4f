import * as tf from '@tensorflow/tfjs-core'
import type { TextSpec } from '../../contract/spec.ts'
import type { TrainedGradient } from '../../contract/trainer.ts'
import type { Model, Weights } from '../cells/model.ts'
import { tidy } from '../tidy.ts'
import { batchGradient } from './batch-gradient.ts'
import { makeBatch, touchedRows } from './batches.ts'
import { batchShapeOf } from './device-batch.ts'

/**
 * The gradient that a training step on exactly this sentence would use, before clipping and without dropout: the code of the
 * trainer on a batch of one, on the current device, in single precision.
 *
 * @param ids the tokens without padding, at most maxLength of them
 * @returns loss in nats and, per parameter in the order of the list, its gradient; of a parameter whose rows are looked up only the rows touched.
 * @throws {RangeError} when the sentence is longer than the model reads.
 */
export async function gradientOfOne(
  model: Model,
  weights: Weights,
  { ids, label, padding }: { ids: Int32Array; label: number; padding: TextSpec['padding'] },
): Promise<{ loss: number; gradients: TrainedGradient[] }> {
  const part = {
    ...{ rowIds: Uint32Array.of(0), labels: Int32Array.of(label), offsets: Uint32Array.of(0, ids.length), ids },
  }
  const batch = makeBatch(part, Int32Array.of(0), 0, batchShapeOf(model.spec, model.dims, { B: 1, padding }))
  const { loss, gradients } = tidy(() => {
    const { loss, back } = batchGradient(model, weights, batch, null)
    return { loss, gradients: back.gradients }
  })
  try {
    const { rows } = touchedRows(batch)
    const read = model.parameters.map(async ({ name, shape, sparse }): Promise<TrainedGradient> => {
      const values = (await gradients[name].data()) as Float32Array
      const columns = shape[shape.length - 1]
      const used = sparse ? values.slice(0, rows.length * columns) : values.slice()
      return { parameter: name, columns, rows: sparse ? Int32Array.from(rows) : null, values: used }
    })
    return { loss: (await loss.data())[0], gradients: await Promise.all(read) }
  } finally {
    tf.dispose([loss, gradients])
  }
}
