import { z } from 'zod'

/** How text becomes token ids. The order in which the rules act stands in shared/text/reader.ts. */

/** Parts of a phrase are joined by a plain space, which no other token holds. */
export const MOST_PHRASE_WORDS = 3
const MOST_EDITS = 10_000

/** A token as the vocabulary spells it: a word, a character, or a phrase of up to three words. */
const editedWord = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (word) => word === ' ' || (word.split(' ').length <= MOST_PHRASE_WORDS && word.split(' ').every(Boolean)),
    'a word, or a phrase of two or three words with one space between them',
  )
/** The marks of padding and unknown words: no edit may make a word of them. */
const marks = new Set(['⟨pad⟩', '⟨unk⟩'])
const newWord = editedWord.refine(
  (word) => word === ' ' || (!word.includes(' ') && !marks.has(word)),
  'one word, without a space, and not one of the marks ⟨pad⟩ and ⟨unk⟩',
)

/**
 * What was decided by hand, word by word. `replace` acts on every occurrence before anything is counted: a new name is one
 * entry, words made one are several with the same `by`; a replacement may itself be replaced, but not in a circle. `drop` and
 * `pin` act on what is then counted: a dropped word is unknown, whatever its count; a pinned one is in the vocabulary whatever
 * the rules say, even if the training part never has it. Of a word that is replaced, drop and pin have nothing to act on.
 */
export const vocabularyEdits = z
  .strictObject({
    replace: z.array(z.strictObject({ word: editedWord, by: newWord })).max(MOST_EDITS),
    drop: z.array(editedWord).max(MOST_EDITS),
    pin: z.array(editedWord).max(MOST_EDITS),
  })
  .superRefine(({ replace, drop, pin }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    const by = new Map(replace.map((entry) => [entry.word, entry.by]))
    if (by.size < replace.length) refuse(`“${repeated(replace.map(({ word }) => word))}” is replaced twice`)
    const round = circleIn(by)
    if (round !== null) refuse(`the replacements of “${round}” lead back to it`)
    const dropped = new Set(drop)
    const both = pin.find((word) => dropped.has(word))
    if (both !== undefined) refuse(`“${both}” is both dropped and pinned`)
  })
export type VocabularyEdits = z.infer<typeof vocabularyEdits>

const repeated = (words: readonly string[]) => words.find((word, at) => words.indexOf(word) !== at)

/** A word from which the replacements come back to it; null where they all end. */
function circleIn(by: ReadonlyMap<string, string>): string | null {
  const ended = new Set<string>()
  for (const first of by.keys()) {
    const path = new Set<string>()
    let word: string | undefined = first
    while (word !== undefined && !ended.has(word)) {
      if (path.has(word)) return word
      path.add(word)
      word = by.get(word)
    }
    for (const one of path) ended.add(one)
  }
  return null
}

/** Rules that came after the first release: a stored spec without them means these. */
export const textDefaults = {
  numbers: 'keep',
  stopWords: { kind: 'none' },
  level: 'word',
  phrases: { longest: 1, minCount: 10 },
  edits: { replace: [], drop: [], pin: [] },
} as const

export const textSpec = z.strictObject({
  lowercase: z.boolean(),
  /** Keep punctuation marks as tokens of their own, or drop them. */
  punctuation: z.enum(['keep', 'drop']),
  /** Words that are numbers (digits, with separators): kept, all written as the one token ⟨num⟩, or left out. */
  numbers: z.enum(['keep', 'one-token', 'drop']).default(textDefaults.numbers),
  /** Words that are left out of every sentence: none, the English list of shared/text/stop-words.ts, or one's own. */
  stopWords: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('english') }),
      z.strictObject({ kind: z.literal('own'), words: z.array(z.string().min(1).max(100)).max(5_000) }),
    ])
    .default(textDefaults.stopWords),
  /** A token is a word, or a character of the words that the rules leave, with one space where something stood between. */
  level: z.enum(['word', 'character']).default(textDefaults.level),
  /**
   * Words that often stand side by side become one token, “not good”: up to `longest` of them (1: no phrases), where the training
   * part has them at least `minCount` times. From left to right the longest phrase is taken. Words only, not characters.
   */
  phrases: z
    .strictObject({
      longest: z.int().min(1).max(MOST_PHRASE_WORDS),
      minCount: z.int().min(2).max(1_000_000),
    })
    .default(textDefaults.phrases),
  edits: vocabularyEdits.default({ replace: [], drop: [], pin: [] }),
  /** A word enters the vocabulary when the training split has it at least this often. */
  minCount: z.int().min(1).max(1_000_000),
  /** Largest number of words in the vocabulary, the padding and unknown entries not counted. */
  maxSize: z.int().min(1).max(1_000_000),
  /** Tokens per sentence: longer ones are truncated, shorter ones padded. */
  maxLength: z.int().min(1).max(2_000),
  padding: z.enum(['after', 'before']),
  /** Which end of a sentence that is too long is cut off. */
  truncation: z.enum(['end', 'start']),
})
export type TextSpec = z.infer<typeof textSpec>

export const noEdits = (): VocabularyEdits => ({ replace: [], drop: [], pin: [] })

export const defaultText: TextSpec = {
  lowercase: true,
  punctuation: 'drop',
  ...{ numbers: 'keep', stopWords: { kind: 'none' }, level: 'word', phrases: { longest: 1, minCount: 10 } },
  edits: noEdits(),
  minCount: 1,
  maxSize: 20_000,
  maxLength: 40,
  padding: 'after',
  truncation: 'end',
}

/** Stored text rules: those that were written before a rule existed have that rule's default. */
export const completeText = (stored: z.input<typeof textSpec>): TextSpec => ({ ...defaultRules(), ...stored })

const defaultRules = () => {
  const { numbers, stopWords, level, phrases, edits } = defaultText
  return { numbers, stopWords, level, phrases, edits }
}

/** The rules that decide the vocabulary: what a recipe holds. The rest is how sentences are cut and filled. */
export const vocabularyRules = textSpec.omit({ maxLength: true, padding: true, truncation: true })
export type VocabularyRules = z.infer<typeof vocabularyRules>
