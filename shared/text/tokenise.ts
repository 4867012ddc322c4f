import type { TextSpec } from '../contract/spec.ts'

export type TokenRules = Pick<TextSpec, 'lowercase' | 'punctuation'>

/** One word of a text: how the vocabulary spells it, and where it stands, `text.slice(start, end)`. */
export interface Token {
  word: string
  start: number
  end: number
}

/**
 * Word boundaries of Unicode Annex 29, with a dictionary for scripts that write no spaces (Thai, Chinese, Japanese).
 * One shared instance: to construct one costs far more than to segment a sentence.
 */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** Pictographs and flags carry opinion as words do. The few marks that Unicode also lists (© ® ™ ‼ ⁉) do not. */
const emoji = /(?![©®™‼⁉])\p{Extended_Pictographic}|\p{Regional_Indicator}/u
const space = /^[\s\p{Z}\p{C}]*$/u

/**
 * Splits a text into its tokens.
 *
 * A word is spelled in NFC, with a straight apostrophe (don’t = don't), and in lower case where the rules say so; `start` and
 * `end` always refer to the text as given. Emoji are words. Punctuation marks are tokens of their own ('keep') or are left
 * out ('drop'); white space and control characters never are tokens.
 */
export function tokenise(text: string, rules: TokenRules): Token[] {
  const tokens: Token[] = []
  for (const { segment, index, isWordLike } of segmenter.segment(text))
    if (isToken(segment, isWordLike === true, rules))
      tokens.push({ word: spell(segment, rules), start: index, end: index + segment.length })
  return tokens
}

/** The words of `tokenise` without their places: the form for whole data sets. */
export function words(text: string, rules: TokenRules): string[] {
  const found: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(text))
    if (isToken(segment, isWordLike === true, rules)) found.push(spell(segment, rules))
  return found
}

function isToken(segment: string, wordLike: boolean, { punctuation }: TokenRules): boolean {
  if (wordLike || emoji.test(segment)) return true
  return punctuation === 'keep' && !space.test(segment)
}

/** Segments first, normalises afterwards: marks never part from their letter, so NFD and NFC have the same boundaries. */
function spell(segment: string, { lowercase }: TokenRules): string {
  const word = lowercase ? segment.toLowerCase() : segment
  return word.normalize('NFC').replaceAll('\u2019', "'")
}
