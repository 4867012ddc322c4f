import type { Random } from '../../engine/training/random.ts'
import { emptyBatch } from '../../labs/net/sequence-batch.ts'
import type { SequenceBatch, TaskShape } from '../../labs/net/sequence-batch.ts'

/** Different filler words. */
const FILLERS = 8
/** The token that carries the label, counted from 1. */
export const CUE_TOKEN = 5

/**
 * A sentence of filler words with one cue, 'good' or 'bad', at token 5 and n filler words behind it; the question at the end
 * is which cue it was. One-hot input: two cues, then the fillers.
 */
export const distanceShape: TaskShape = { features: 2 + FILLERS, outputs: 1, readout: 'last', loss: 'sigmoid' }

export const distanceLength = (fillers: number): number => CUE_TOKEN + fillers

export function distanceBatch(random: Random, B: number, fillers: number): SequenceBatch {
  const T = distanceLength(fillers)
  const batch = emptyBatch(distanceShape, T, B)
  const D = distanceShape.features
  for (let b = 0; b < B; b++) {
    const cue = random.int(2)
    for (let t = 0; t < T; t++) batch.x[(t * B + b) * D + (t === CUE_TOKEN - 1 ? cue : 2 + random.int(FILLERS))] = 1
    batch.y[b] = cue
  }
  return batch
}
