import type { EncodedPart } from '../contract/encoded.ts'
import type { TextSpec } from '../contract/spec.ts'
import { internSentences } from './corpus.ts'
import type { TokenRows } from './corpus.ts'
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
export const encodePart = (
  rows: readonly SentenceRow[],
  index: ReadonlyMap<string, number>,
  rules: EncodingRules,
): EncodedPart => {
  const places = rows.map((_, n) => n)
  const meta = { ids: rows.map(({ id }) => id), labels: rows.map(({ label }) => label) }
  return encodeRows(internSentences(rows.map(({ words }) => words)), places, meta, index, rules)
}

/**
 * The same of sentences that are numbers already.
 * @param places the rows of the part, by their place in `rows`
 * @param meta id and label of every row
 */
export function encodeRows(
  rows: TokenRows,
  places: readonly number[],
  meta: { ids: ArrayLike<number>; labels: ArrayLike<number> },
  index: ReadonlyMap<string, number>,
  { maxLength, truncation }: EncodingRules,
): EncodedPart {
  const idOf = Int32Array.from(rows.tokens, (token) => index.get(token) ?? UNKNOWN_ID)
  const lengthOf = (row: number) => Math.min(rows.offsets[row + 1] - rows.offsets[row], maxLength)
  const offsets = new Uint32Array(places.length + 1)
  places.forEach((row, n) => (offsets[n + 1] = offsets[n] + lengthOf(row)))
  const ids = new Int32Array(offsets[places.length])
  places.forEach((row, n) => {
    const from = truncation === 'start' ? rows.offsets[row + 1] - lengthOf(row) : rows.offsets[row]
    for (let i = 0; i < lengthOf(row); i++) ids[offsets[n] + i] = idOf[rows.ids[from + i]]
  })
  return {
    rowIds: Uint32Array.from(places, (row) => meta.ids[row]),
    labels: Int32Array.from(places, (row) => meta.labels[row]),
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

/**
 * The same for several parts at once, of sentences that are numbers already; nothing is copied.
 * @param partOf the part of a row, from 0
 */
export function unknownRates(
  rows: TokenRows,
  partOf: ArrayLike<number>,
  parts: number,
  index: ReadonlyMap<string, number>,
  { maxLength, truncation }: EncodingRules,
): number[] {
  const known = Uint8Array.from(rows.tokens, (token) => (index.has(token) ? 1 : 0))
  const [unknown, all] = [new Float64Array(parts), new Float64Array(parts)]
  for (let row = 0; row + 1 < rows.offsets.length; row++) {
    const part = partOf[row]
    if (part >= parts) continue
    const length = Math.min(rows.offsets[row + 1] - rows.offsets[row], maxLength)
    const from = truncation === 'start' ? rows.offsets[row + 1] - length : rows.offsets[row]
    for (let at = from; at < from + length; at++) unknown[part] += 1 - known[rows.ids[at]]
    all[part] += length
  }
  return Array.from(all, (total, part) => (total === 0 ? 0 : unknown[part] / total))
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
