import type { TextSpec } from '../contract/text-spec.ts'
import { growing, interning } from './corpus.ts'
import type { TokenRows } from './corpus.ts'

/** Two numbers of tokens as one key: there are far fewer than 2²⁶ of either. */
const KEY = 2 ** 26

/** All words that stand side by side often enough in the rows that count, as joined strings. */
export function frequentPhrases(
  rows: TokenRows,
  counts: (row: number) => boolean,
  { longest, minCount }: TextSpec['phrases'],
): string[] {
  const found: string[] = []
  // A phrase of three is never more frequent than its first two, so only those pairs are looked at again.
  let shorter: { number: ReadonlyMap<number, number>; names: readonly string[] } | null = null
  for (let length = 2; length <= longest; length++) {
    const seen = new Map<number, number>()
    const starts = startsOf(rows, shorter)
    for (let row = 0; row + 1 < rows.offsets.length; row++) {
      if (!counts(row)) continue
      for (let at = rows.offsets[row]; at + length <= rows.offsets[row + 1]; at++) {
        const start = starts(at)
        if (start < 0) continue
        const key = start * KEY + rows.ids[at + length - 1]
        seen.set(key, (seen.get(key) ?? 0) + 1)
      }
    }
    const names: string[] = []
    const number = new Map<number, number>()
    for (const [key, count] of seen) {
      if (count < minCount) continue
      number.set(key, names.length)
      const start = Math.floor(key / KEY)
      names.push(`${shorter ? shorter.names[start] : rows.tokens[start]} ${rows.tokens[key % KEY]}`)
    }
    found.push(...names)
    shorter = { number, names }
  }
  return found
}

/** The number of what begins at a place: of the token, or of the pair that the last round found. */
function startsOf({ ids }: TokenRows, pairs: { number: ReadonlyMap<number, number> } | null): (at: number) => number {
  if (!pairs) return (at) => ids[at]
  return (at) => pairs.number.get(ids[at] * KEY + ids[at + 1]) ?? -1
}

/**
 * Joins phrases in every sentence: from left to right, the longest first, as `tokenise` does for one sentence.
 * @param phrases joined by spaces, with what each becomes as a token
 */
export function joinRows(rows: TokenRows, phrases: ReadonlyMap<string, string>): TokenRows {
  const tokens = interning([...rows.tokens])
  const pairs = new Map<number, { token: number; longer: Map<number, number> | null }>()
  for (const [phrase, becomes] of phrases) {
    const parts = phrase.split(' ').map((part) => tokens.find(part))
    if (parts.some((part) => part === undefined)) continue
    const [first, second, third] = parts as number[]
    const key = first * KEY + second
    const pair = pairs.get(key) ?? { token: -1, longer: null }
    pairs.set(key, pair)
    const token = tokens.numberOf(becomes)
    if (third === undefined) pair.token = token
    else (pair.longer ??= new Map()).set(third, token)
  }
  if (pairs.size === 0) return rows
  const ids = growing()
  const offsets = new Uint32Array(rows.offsets.length)
  for (let row = 0; row + 1 < rows.offsets.length; row++) {
    const end = rows.offsets[row + 1]
    for (let at = rows.offsets[row]; at < end;) {
      const pair = at + 1 < end ? pairs.get(rows.ids[at] * KEY + rows.ids[at + 1]) : undefined
      const longer = at + 2 < end ? pair?.longer?.get(rows.ids[at + 2]) : undefined
      if (longer !== undefined) {
        ids.push(longer)
        at += 3
      } else if (pair && pair.token >= 0) {
        ids.push(pair.token)
        at += 2
      } else ids.push(rows.ids[at++])
    }
    offsets[row + 1] = ids.length
  }
  return { tokens: tokens.list, ids: ids.done(), offsets }
}
