import type { Batch } from '../training/batches.ts'
import { positionOf } from '../training/batches.ts'

/** Norms of one sentence's own gradient, word after word: norms[k] is ‖∂L/∂state‖ at its k-th word. */
export type SentenceNorms = Float64Array[]

/**
 * Sorts the norms of a batch by sentence. `norms` [N] are those of the batch's mean loss; times the number of sentences they
 * are those of each sentence's own loss, whatever the batch size. Padding and the sentences that fill up are left out.
 */
export function bySentence(norms: ArrayLike<number>, { shape, count, lengths, first }: Batch): SentenceNorms {
  return Array.from({ length: count }, (_, b) =>
    Float64Array.from({ length: lengths[b] }, (_, k) => norms[positionOf(shape, first[b] + k, b)] * count),
  )
}

/**
 * Root mean square over the sentences that have such a word: by position from the first word, or by distance from the last.
 * T values; null where no sentence is that long.
 */
export function rootMeanSquare(sentences: SentenceNorms, T: number, from: 'first' | 'last'): (number | null)[] {
  return Array.from({ length: T }, (_, k) => {
    const values = sentences.filter((s) => s.length > k).map((s) => (from === 'first' ? s[k] : s[s.length - 1 - k]))
    // Scaled by the largest: squares of 10⁻²⁰⁰ would be 0.
    const largest = Math.max(0, ...values)
    if (values.length === 0) return null
    if (!(largest > 0 && largest < Infinity)) return values.some(Number.isNaN) ? NaN : largest
    return largest * Math.sqrt(values.reduce((sum, x) => sum + (x / largest) ** 2, 0) / values.length)
  })
}
