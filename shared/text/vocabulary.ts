import type { TextSpec } from '../contract/spec.ts'

export type VocabularyRules = Pick<TextSpec, 'minCount' | 'maxSize'>

export const PADDING_ID = 0
export const UNKNOWN_ID = 1
/** Id of the first real word. */
export const FIRST_WORD_ID = 2
/** What the interface shows for the two reserved ids. They are marks, not words: no text ever maps to them. */
export const reservedWords = ['⟨pad⟩', '⟨unk⟩'] as const

export interface Vocabulary {
  /** words[id]; ids 0 and 1 are the padding and unknown marks. */
  words: string[]
  /** Occurrences in the sentences it was built from; of the unknown mark: those of all words that did not enter. */
  counts: number[]
  /** Distinct words that did not enter. */
  dropped: number
}

/**
 * Builds the vocabulary of the given (training) sentences: words that occur at least `minCount` times, the most frequent
 * `maxSize` of them, by falling count and then by code point, so that the ids do not depend on the order of the sentences.
 */
export function buildVocabulary(sentences: Iterable<readonly string[]>, rules: VocabularyRules): Vocabulary {
  const occurrences = new Map<string, number>()
  for (const sentence of sentences) for (const word of sentence) occurrences.set(word, (occurrences.get(word) ?? 0) + 1)

  const kept = [...occurrences]
    .filter(([, count]) => count >= rules.minCount)
    .sort(([a, m], [b, n]) => n - m || compareCodePoints(a, b))
    .slice(0, rules.maxSize)

  let unknown = 0
  for (const count of occurrences.values()) unknown += count
  for (const [, count] of kept) unknown -= count
  return {
    words: [...reservedWords, ...kept.map(([word]) => word)],
    counts: [0, unknown, ...kept.map(([, count]) => count)],
    dropped: occurrences.size - kept.length,
  }
}

/** Word → id. The reserved marks are left out: a review that contains the text ⟨pad⟩ gets no id 0. */
export function indexVocabulary(words: readonly string[]): Map<string, number> {
  const index = new Map<string, number>()
  for (let id = FIRST_WORD_ID; id < words.length; id++) index.set(words[id], id)
  return index
}

/** Order by code point. JavaScript's own `<` compares UTF-16 units, which puts emoji before U+E000…U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++)
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return weight(a.charCodeAt(i)) - weight(b.charCodeAt(i))
  return a.length - b.length
}

/** Lifts surrogates (halves of a code point above U+FFFF) over all other units. */
function weight(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
