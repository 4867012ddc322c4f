import type { Random } from '../../engine/training/random.ts'
import { emptyBatch } from '../../labs/net/sequence-batch.ts'
import type { SequenceBatch, TaskShape } from '../../labs/net/sequence-batch.ts'

/**
 * The first symbol after a lag of p, task 2a of Hochreiter & Schmidhuber (1997): two sequences, (x, a_1 … a_(p-1)) and
 * (y, a_1 … a_(p-1)), alike but for their first symbol, which is to be named at the end. Every a_k is a symbol of its own.
 */
export const firstSymbolShape = (lag: number): TaskShape => ({
  ...{ features: lag + 1, outputs: 1, readout: 'last', loss: 'sigmoid' },
})

/** @param lag p, at least 1: the length of the sequence */
export function firstSymbolBatch(random: Random, B: number, lag: number): SequenceBatch {
  const shape = firstSymbolShape(lag)
  const batch = emptyBatch(shape, lag, B)
  for (let b = 0; b < B; b++) {
    const first = random.int(2)
    for (let t = 0; t < lag; t++) batch.x[(t * B + b) * shape.features + (t === 0 ? first : t + 1)] = 1
    batch.y[b] = first
  }
  return batch
}
