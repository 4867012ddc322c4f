import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import { setHeld } from '../../../shared/engine/cells/held.ts'
import { initialValues } from '../../../shared/engine/cells/initialisation.ts'
import type { Model, Weights } from '../../../shared/engine/cells/model.ts'
import { registerCpuKernels } from '../../../shared/engine/kernels/cpu/register.ts'
import { touchedRows } from '../../../shared/engine/training/batches.ts'
import type { Batch } from '../../../shared/engine/training/batches.ts'
import { stream } from '../../../shared/engine/training/random.ts'

/** The processor's backend with our kernels. */
export async function useCpu(): Promise<void> {
  tf.enableProdMode()
  await tf.setBackend('cpu')
  registerCpuKernels()
}

/** Sentences of the given lengths with random words and labels. */
export function randomPart(
  lengths: number[],
  { vocabularySize, classes, seed }: { vocabularySize: number; classes: number; seed: number },
): EncodedPart {
  const random = stream(seed, 'sentences')
  const offsets = new Uint32Array(lengths.length + 1)
  lengths.forEach((length, n) => (offsets[n + 1] = offsets[n] + length))
  return {
    rowIds: Uint32Array.from(lengths, (_, n) => n),
    labels: Int32Array.from(lengths, () => random.int(classes)),
    offsets,
    ids: Int32Array.from({ length: offsets[lengths.length] }, () => 1 + random.int(vocabularySize - 1)),
  }
}

/** Weights as training starts them, but word vectors, biases and peepholes large enough for every term of a gradient to count. */
export function livelyWeights({ parameters }: Model, seed: number): Weights {
  return Object.fromEntries(
    parameters.map((parameter) => {
      const random = stream(seed, parameter.name)
      const values = initialValues(parameter, seed)
      const small = parameter.init === 'embedding' || parameter.init === 'zeros' || parameter.shape.length === 1
      if (small) values.forEach((value, n) => (values[n] = value + 0.5 * random.normal()))
      const { held, shape } = parameter
      return [parameter.name, tf.tensor(held ? setHeld(values, shape[shape.length - 1], held) : values, shape)]
    }),
  )
}

/** ‖a - b‖ / max(‖a‖, ‖b‖): 0 when equal; the relative error of a gradient check. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, left, right] = [0, 0, 0]
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    difference += (a[i] - b[i]) ** 2
    left += a[i] ** 2
    right += b[i] ** 2
  }
  return difference === 0 ? 0 : Math.sqrt(difference / Math.max(left, right))
}

/** A sparse gradient (a row per slot of the batch) as the dense one that automatic differentiation gives. */
export function denseGradient(rows: tf.Tensor2D, batch: Batch, [V, columns]: number[]): Float32Array {
  const dense = new Float32Array(V * columns)
  const values = rows.dataSync()
  touchedRows(batch).rows.forEach((row, slot) => {
    dense.set(values.subarray(slot * columns, (slot + 1) * columns), row * columns)
  })
  return dense
}
