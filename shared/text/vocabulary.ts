import type { TextSpec } from '../contract/text-spec.ts'
import { internSentences } from './corpus.ts'
import type { TokenRows } from './corpus.ts'
import { frequentPhrases, joinRows } from './phrases.ts'
import { editsOf, textReader } from './reader.ts'

export type VocabularyRules = Pick<TextSpec, 'minCount' | 'maxSize'> &
  Partial<Pick<TextSpec, 'phrases' | 'edits' | 'level'>>

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

/** Builds the vocabulary of the given (training) sentences, whose words are as `tokenise` spells them, phrases apart. */
export const buildVocabulary = (sentences: Iterable<readonly string[]>, rules: VocabularyRules): Vocabulary =>
  vocabularyOf(internSentences(sentences), () => true, rules).vocabulary

/**
 * Builds the vocabulary of the rows that count (those of the training part): words that occur at least `minCount` times, the most
 * frequent `maxSize` of them, by falling count and then by code point, so that the ids do not depend on the order of the
 * sentences. A pinned word is in it always and takes a place of the maximum size, a dropped one never.
 * @returns the vocabulary, and all rows with their phrases joined
 */
export function vocabularyOf(
  rows: TokenRows,
  counts: (row: number) => boolean,
  rules: VocabularyRules,
): { vocabulary: Vocabulary; rows: TokenRows } {
  const { by, pinned, dropped, ownPhrases } = editsOf(rules.edits)
  if (rules.level === 'character') return choose(rows, counts, rules)
  const found = frequentPhrases(rows, counts, rules.phrases ?? { longest: 1, minCount: 2 })
  const phrases = new Map<string, string>()
  for (const phrase of [...found, ...ownPhrases])
    if (!dropped.has(phrase)) phrases.set(phrase, by.get(phrase) ?? phrase)
  // A phrase that finds no place falls apart into its words, which changes their counts: until all that are joined have one.
  for (;;) {
    const chosen = choose(joinRows(rows, phrases), counts, rules)
    const kept = new Set(chosen.vocabulary.words)
    const lost = [...phrases.keys()].filter((phrase) => !by.has(phrase) && !pinned.has(phrase) && !kept.has(phrase))
    if (lost.length === 0) return chosen
    for (const phrase of lost) phrases.delete(phrase)
  }
}

/** Rows with the phrases of a vocabulary joined, as it was built. */
export function joinKnownPhrases(
  rows: TokenRows,
  index: ReadonlyMap<string, number>,
  rules: Pick<VocabularyRules, 'phrases' | 'edits' | 'level'>,
): TokenRows {
  // The same answer as for a single sentence: where no phrase can be, none is looked for.
  const reader = textReader({ lowercase: false, punctuation: 'keep', ...rules })
  if (reader.phraseLength === 1) return rows
  const phrases = new Map<string, string>()
  for (const word of index.keys()) if (word.includes(' ')) phrases.set(word, word)
  const { by } = editsOf(rules.edits)
  for (const [phrase, becomes] of by) if (phrase.includes(' ')) phrases.set(phrase, becomes)
  return joinRows(rows, phrases)
}

function choose(rows: TokenRows, counted: (row: number) => boolean, rules: VocabularyRules) {
  const { pinned, dropped } = editsOf(rules.edits)
  const tally = new Float64Array(rows.tokens.length)
  for (let row = 0; row + 1 < rows.offsets.length; row++)
    if (counted(row)) for (let at = rows.offsets[row]; at < rows.offsets[row + 1]; at++) tally[rows.ids[at]]++

  const pins = new Map([...pinned].map((word) => [word, 0]))
  const others: [string, number][] = []
  let total = 0
  let distinct = 0
  rows.tokens.forEach((word, n) => {
    const count = tally[n]
    if (count === 0) return
    total += count
    distinct++
    if (pins.has(word)) pins.set(word, count)
    else if (count >= rules.minCount && !dropped.has(word)) others.push([word, count])
  })
  const room = Math.max(0, rules.maxSize - pins.size)
  const kept = [...pins, ...others.sort(byCount).slice(0, room)].sort(byCount)
  const unknown = kept.reduce((left, [, count]) => left - count, total)
  const met = kept.reduce((sum, [, count]) => sum + (count > 0 ? 1 : 0), 0)
  const vocabulary: Vocabulary = {
    words: [...reservedWords, ...kept.map(([word]) => word)],
    counts: [0, unknown, ...kept.map(([, count]) => count)],
    dropped: distinct - met,
  }
  return { vocabulary, rows }
}

/** Word → id. The reserved marks are left out: a review that contains the text ⟨pad⟩ gets no id 0. */
export function indexVocabulary(words: readonly string[]): Map<string, number> {
  const index = new Map<string, number>()
  for (let id = FIRST_WORD_ID; id < words.length; id++) index.set(words[id], id)
  return index
}

const byCount = ([a, m]: readonly [string, number], [b, n]: readonly [string, number]) =>
  n - m || compareCodePoints(a, b)

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
