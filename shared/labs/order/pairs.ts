import type { EncodedPart } from '../../contract/encoded.ts'
import { adjectives } from '../../tasks/negation-lexicon.ts'
import { encodePart } from '../../text/encode.ts'
import { indexVocabulary } from '../../text/vocabulary.ts'

/** Two sentences of the same words in another order, that mean the opposite. */
export interface OrderPair {
  favourable: string[]
  unfavourable: string[]
}

/** At most so many pairs, so that a table of them stays a table. */
const MOST = 8

/**
 * 'not bad, good' and 'not good, bad' for every pair of opposites that the vocabulary knows, in a whole sentence where it
 * knows those words too. Empty where it knows no 'not' or no opposites.
 */
export function orderPairs(words: readonly string[]): OrderPair[] {
  const known = new Set(words.slice(2))
  if (!known.has('not')) return []
  const whole = ['the', 'film', 'was', 'it'].every((word) => known.has(word))
  const say = (denied: string, meant: string) =>
    whole ? ['the', 'film', 'was', 'not', denied, 'it', 'was', meant] : ['not', denied, meant]
  return adjectives
    .filter(({ favourable, unfavourable }) => known.has(favourable) && known.has(unfavourable))
    .slice(0, MOST)
    .map(({ favourable: good, unfavourable: bad }) => ({ favourable: say(bad, good), unfavourable: say(good, bad) }))
}

/** The pairs as a part: favourable and unfavourable in turn. */
export function encodePairs(pairs: readonly OrderPair[], words: readonly string[], maxLength: number): EncodedPart {
  const sentences = pairs.flatMap(({ favourable, unfavourable }) => [favourable, unfavourable])
  const rows = sentences.map((sentence, id) => ({ id, label: id % 2 === 0 ? 1 : 0, words: sentence }))
  return encodePart(rows, indexVocabulary(words), { maxLength, truncation: 'end' })
}
