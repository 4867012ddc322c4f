import type { EncodedPart } from '../../contract/encoded.ts'
import { PADDING_ID } from '../../text/vocabulary.ts'

/** after, before: the net reads the padding as if it were words. masked: it skips it, as every model of Unroll does. */
export const paddings = ['after', 'before', 'masked'] as const
export type Padding = (typeof paddings)[number]

/**
 * A part whose padding is spelled out as tokens, so that a net reads it: every sentence has exactly T of them. Batches then
 * have nothing to mask. 'masked' leaves the sentences as they are.
 */
export function padded(part: EncodedPart, padding: Padding, T: number): EncodedPart {
  if (padding === 'masked') return part
  const N = part.labels.length
  const ids = new Int32Array(N * T).fill(PADDING_ID)
  for (let n = 0; n < N; n++) {
    const words = part.ids.subarray(part.offsets[n], part.offsets[n + 1])
    ids.set(words, n * T + (padding === 'after' ? 0 : T - words.length))
  }
  return { ...part, ids, offsets: Uint32Array.from({ length: N + 1 }, (_, n) => n * T) }
}
