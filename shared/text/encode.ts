import type { EncodedPart } from '../contract/encoded.ts'
import type { TextSpec } from '../contract/spec.ts'
import { UNKNOWN_ID } from './vocabulary.ts'

export type EncodingRules = Pick<TextSpec, 'maxLength' | 'truncation'>

/** Token ids of one sentence, truncated at the chosen end, not padded. An empty sentence has no ids. */
export function encodeSentence(
  words: readonly string[],
  index: ReadonlyMap<string, number>,
  { maxLength, truncation }: EncodingRules,
): Int32Array<ArrayBuffer> {
  const length = Math.min(words.length, maxLength)
  const from = truncation === 'start' ? words.length - length : 0
  const ids = new Int32Array(length)
  for (let i = 0; i < length; i++) ids[i] = index.get(words[from + i]) ?? UNKNOWN_ID
  return ids
}

export interface SentenceRow {
  id: number
  label: number
  words: readonly string[]
}

/** Encodes the rows of one part, in the order given, in the layout of contract/encoded.ts. */
export function encodePart(
  rows: readonly SentenceRow[],
  index: ReadonlyMap<string, number>,
  rules: EncodingRules,
): EncodedPart {
  const offsets = new Uint32Array(rows.length + 1)
  rows.forEach(({ words }, n) => (offsets[n + 1] = offsets[n] + Math.min(words.length, rules.maxLength)))
  const ids = new Int32Array(offsets[rows.length])
  rows.forEach(({ words }, n) => ids.set(encodeSentence(words, index, rules), offsets[n]))
  return {
    rowIds: Uint32Array.from(rows, (row) => row.id),
    labels: Int32Array.from(rows, (row) => row.label),
    offsets,
    ids,
  }
}

/** Share of a part's tokens that the vocabulary does not know, 0 to 1; 0 for a part without tokens. */
export function unknownRate({ ids }: Pick<EncodedPart, 'ids'>): number {
  let unknown = 0
  for (const id of ids) if (id === UNKNOWN_ID) unknown++
  return ids.length === 0 ? 0 : unknown / ids.length
}

/** Share of sentences of these lengths (in tokens) that fit into `maxLength` without truncation; 1 for none. */
export function coverage(lengths: Iterable<number>, maxLength: number): number {
  let sentences = 0
  let fitting = 0
  for (const length of lengths) {
    sentences++
    if (length <= maxLength) fitting++
  }
  return sentences === 0 ? 1 : fitting / sentences
}
