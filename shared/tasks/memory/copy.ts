import type { Random } from '../../engine/training/random.ts'
import { emptyBatch } from '../../labs/net/sequence-batch.ts'
import type { SequenceBatch, TaskShape } from '../../labs/net/sequence-batch.ts'

/** How many symbols are to be kept, and of how many kinds. */
const KEPT = 10
const KINDS = 8
const BLANK = 0
/** Says: now. Only an input. */
const DELIMITER = KINDS + 1

/**
 * The copy memory task (Hochreiter & Schmidhuber 1997; Arjovsky, Shah & Bengio 2016, arXiv 1511.06464): ten symbols of eight
 * kinds, T blanks of which the last is the signal to speak, and ten blanks in which the ten symbols are to be said again.
 * Length T + 20; before the signal the right answer is 'blank'. Symbols are 1 … 8, blank is 0.
 */
export const copyShape: TaskShape = { features: KINDS + 2, outputs: KINDS + 1, readout: 'every', loss: 'softmax' }

export const copyLength = (wait: number): number => wait + 2 * KEPT

/** Mean cross-entropy per step of the best answer without memory: blank, and at the end one of eight at random. */
export const copyBaseline = (wait: number): number => (KEPT * Math.log(KINDS)) / copyLength(wait)

/** @param wait T, at least 1 */
export function copyBatch(random: Random, B: number, wait: number): SequenceBatch {
  const T = copyLength(wait)
  const batch = emptyBatch(copyShape, T, B)
  const { features: D, outputs: K } = copyShape
  batch.scored.fill(0)
  for (let b = 0; b < B; b++) {
    const symbols = Array.from({ length: KEPT }, () => 1 + random.int(KINDS))
    for (let t = 0; t < T; t++) {
      const n = t * B + b
      const said = t - (T - KEPT)
      const input = t < KEPT ? symbols[t] : said === -1 ? DELIMITER : BLANK
      batch.x[n * D + input] = 1
      batch.y[n * K + (said >= 0 ? symbols[said] : BLANK)] = 1
      if (said >= 0) batch.scored[n] = 1
    }
  }
  return batch
}
