import type { Random } from '../../engine/training/random.ts'
import { emptyBatch } from '../../labs/net/sequence-batch.ts'
import type { SequenceBatch, TaskShape } from '../../labs/net/sequence-batch.ts'

/**
 * The adding problem (Hochreiter & Schmidhuber 1997, experiment 4, in today's form: Le, Jaitly & Hinton 2015,
 * arXiv 1504.00941). Each of T steps brings a number, uniform in 0 … 1, and a marker; two markers are 1, one in each half.
 * The target is the sum of the two marked numbers.
 */
export const addingShape: TaskShape = { features: 2, outputs: 1, readout: 'last', loss: 'squared' }

/** The variance of the sum of two numbers uniform in 0 … 1: what the best constant answer, 1, is wrong by. */
export const addingBaseline = 1 / 6

/**
 * A sum counts as right within 0.16 of the truth: Hochreiter & Schmidhuber (1997, section 5.4) ask for an error below 0.04
 * of a target of 0.5 + sum / 4, which is 0.16 of the sum.
 */
export const SOLVED_ERROR = 0.16

/** How often the answer 1 is right: the sum has a triangular distribution on 0 … 2. */
export const addingRightByOne = 1 - (1 - SOLVED_ERROR) ** 2

/** @param T at least 2 */
export function addingBatch(random: Random, B: number, T: number): SequenceBatch {
  const batch = emptyBatch(addingShape, T, B)
  const half = Math.floor(T / 2)
  for (let b = 0; b < B; b++) {
    const marked = [random.int(half), half + random.int(T - half)]
    for (let t = 0; t < T; t++) batch.x[2 * (t * B + b)] = random.next()
    for (const t of marked) {
      batch.x[2 * (t * B + b) + 1] = 1
      batch.y[b] += batch.x[2 * (t * B + b)]
    }
  }
  return batch
}
