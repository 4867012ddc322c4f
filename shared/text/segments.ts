import {
  BLOCKS_END,
  DIGIT,
  IN_BOTH,
  IN_NUMBER,
  IN_WORD,
  JOINER,
  LETTER,
  SLOW,
  SPACE,
  characterKinds,
} from './character-kinds.ts'

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

/**
 * The same of a text of plain characters only (character-kinds.ts), some ten times as fast as the segmenter: calls `visit` for
 * each segment. False: there are other characters, nothing has been visited, and only the segmenter knows.
 */
function visitPlain(text: string, visit: (start: number, end: number, mark: boolean) => void): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // What joins words by itself is rare, and a word only where there are two.
    if (code >= BLOCKS_END || characterKinds[code] === SLOW || characterKinds[code] === JOINER) return false
  }
  for (let at = 0; at < text.length;) {
    const start = at
    let kind = characterKinds[text.charCodeAt(at++)]
    if (kind !== LETTER && kind !== DIGIT) {
      if (kind !== SPACE && !isControl(text.charCodeAt(start))) visit(start, at, true)
      continue
    }
    for (; at < text.length; at++) {
      const next = characterKinds[text.charCodeAt(at)]
      if (next === LETTER || next === DIGIT) {
        kind = next
        continue
      }
      // A mark between two letters or two digits may belong to them.
      const letters = kind === LETTER && (next === IN_WORD || next === IN_BOTH)
      const digits = kind === DIGIT && (next === IN_NUMBER || next === IN_BOTH)
      if (!letters && !digits) break
      if (at + 1 === text.length || characterKinds[text.charCodeAt(at + 1)] !== kind) break
    }
    visit(start, at, false)
  }
  return true
}

const isControl = (code: number) => code < 0x20 || (code >= 0x7f && code < 0xa0)

/** Calls `visit` for everything in a text but white space and control characters, in order. No rule has acted yet. */
export function visitSegments(text: string, visit: (start: number, end: number, mark: boolean) => void): void {
  if (visitPlain(text, visit)) return
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    const word = isWordLike === true || emoji.test(segment)
    if (word || !space.test(segment)) visit(index, index + segment.length, !word)
  }
}

/** Everything in a text but white space and control characters, in order. No rule has acted yet. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = []
  visitSegments(text, (start, end, mark) => segments.push({ segment: text.slice(start, end), start, mark }))
  return segments
}

/** What a reader sees as one character each: letters with their marks, whole emoji. */
export const charactersOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment)
