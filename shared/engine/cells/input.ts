import type * as tf from '@tensorflow/tfjs-core'
import { embeddingBackward, rowLookup } from '../kernels/run.ts'
import type { DeviceBatch, Gradients, Weights } from './model.ts'

/** Rows of a table looked up by token: what a one-hot vector times a matrix is. */
export interface LookedUp {
  /** [N, columns]; padded positions hold 0. */
  x: tf.Tensor2D
  backward(dx: tf.Tensor2D): Gradients
}

/**
 * x[n] = table[ids[n]] (+ bias). The gradient reaches the rows that the batch touches, and no others.
 * @throws {Error} on the way back when the batch was made for evaluation.
 */
export function lookUp(weights: Weights, batch: DeviceBatch, name: string, bias?: tf.Tensor): LookedUp {
  const x = rowLookup(weights[name] as tf.Tensor2D, batch.ids, batch.flatMask, bias as tf.Tensor1D | undefined)
  return {
    x,
    backward(dx) {
      if (!batch.rows) throw new Error(`${name}: a batch made for evaluation has no way back`)
      const { starts, positions } = batch.rows
      return { [name]: embeddingBackward({ dy: dx, starts, positions }) }
    },
  }
}
