import * as tf from '@tensorflow/tfjs-core'
import { embeddingBackward, rowLookup } from '../kernels/run.ts'
import type { DeviceBatch } from './model.ts'

/** Σ over the words of each sentence: x [N, D] → [B, D]. Padding is left out. The same kernel as a look-up's gradient. */
export function sumOverWords(x: tf.Tensor2D, batch: DeviceBatch): tf.Tensor2D {
  const { starts, positions } = sentencesOf(batch)
  return embeddingBackward({ dy: x, starts, positions })
}

/** The way back: every word of a sentence gets that sentence's row of d [B, D] → [N, D]; padding gets 0. */
export const spreadOverWords = (d: tf.Tensor2D, batch: DeviceBatch): tf.Tensor2D =>
  rowLookup(d, sentencesOf(batch).of, batch.flatMask)

/** x [B, D] divided by the number of words of each sentence. */
export const perWord = (x: tf.Tensor2D, batch: DeviceBatch): tf.Tensor2D => tf.mul(x, sentencesOf(batch).inverseLength)

function sentencesOf({ sentences }: DeviceBatch) {
  if (!sentences) throw new Error('word sums: the batch was made for a recurrent cell')
  return sentences
}
