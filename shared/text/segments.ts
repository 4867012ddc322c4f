/**
 * Word boundaries of Unicode Annex 29, with a dictionary for scripts that write no spaces (Thai, Chinese, Japanese).
 * One shared instance: to construct one costs far more than to segment a sentence.
 */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Pictographs and flags carry opinion as words do. The few marks that Unicode also lists (© ® ™ ‼ ⁉) do not. */
const emoji = /(?![©®™‼⁉])\p{Extended_Pictographic}|\p{Regional_Indicator}/u
const space = /^[\s\p{Z}\p{C}]*$/u

/** A word, an emoji or a punctuation mark, as it stands in the text. */
export interface Segment {
  segment: string
  /** Where it stands: `text.slice(start, start + segment.length)`. */
  start: number
  /** Punctuation; a word or an emoji otherwise. */
  mark: boolean
}

/** Everything in a text but white space and control characters, in order. No rule has acted yet. */
export function* segmentsOf(text: string): Generator<Segment> {
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    const word = isWordLike === true || emoji.test(segment)
    if (word || !space.test(segment)) yield { segment, start: index, mark: !word }
  }
}

/** What a reader sees as one character each: letters with their marks, whole emoji. */
export const charactersOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment)
