import type { Random } from '../../engine/training/random.ts'
import { emptyBatch } from '../../labs/net/sequence-batch.ts'
import type { SequenceBatch, TaskShape } from '../../labs/net/sequence-batch.ts'

/** X and Y carry the answer, the other four distract. */
const SYMBOLS = 6

/**
 * Temporal order, task 6a of Hochreiter & Schmidhuber (1997): two symbols, each X or Y, among distractors; the class is
 * which came first and which second: XX, XY, YX, YY. Published at length 100 to 110 with the symbols at steps 10-20 and
 * 50-60; here at any length T, with the symbols at the same shares of it.
 */
export const temporalOrderShape: TaskShape = { features: SYMBOLS, outputs: 4, readout: 'last', loss: 'softmax' }

/** @param T at least 10, so that the two places cannot meet */
export function temporalOrderBatch(random: Random, B: number, T: number): SequenceBatch {
  const batch = emptyBatch(temporalOrderShape, T, B)
  const { features: D, outputs: K } = temporalOrderShape
  const between = (from: number, to: number) => Math.floor(T * (from + (to - from) * random.next()))
  for (let b = 0; b < B; b++) {
    const at = [between(0.1, 0.2), between(0.5, 0.6)]
    const marks = [random.int(2), random.int(2)]
    for (let t = 0; t < T; t++) {
      const place = at.indexOf(t)
      batch.x[(t * B + b) * D + (place >= 0 ? marks[place] : 2 + random.int(SYMBOLS - 2))] = 1
    }
    batch.y[b * K + 2 * marks[0] + marks[1]] = 1
  }
  return batch
}
