import { languagesOf } from './function-words.ts'
import { roughWords } from './rough-words.ts'

/** Enough of a text to tell its language. */
const LOOKED_AT = 600
/** Letters from which on a script by itself says something. */
const LEAST_LETTERS = 3

/** Scripts of one language, or of one that is by far the likeliest; the order decides nothing. */
const scripts: [string, RegExp][] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
]
const wordScripts = /[\p{Script=Latin}\p{Script=Cyrillic}]/gu
const plain = /^[\0-\u024f\u2000-\u206f]*$/

export interface LanguageGuess {
  /** ISO 639-1, or null: too little to tell. */
  language: string | null
  /** Sure enough to call a single row foreign among others. */
  sure: boolean
}

/**
 * The language of a text by its script, then by its function words: each counts for the languages that have it, the less the
 * more there are. Two short words may be many a language, so a short text often has none.
 */
export function guessLanguage(text: string): LanguageGuess {
  const start = text.length > LOOKED_AT ? text.slice(0, LOOKED_AT) : text
  if (!plain.test(start)) {
    const byScript = scriptLanguage(start)
    if (byScript) return byScript
  }
  const scores = new Map<string, number>()
  let hits = 0
  for (const word of roughWords(start.replaceAll('’', "'"))) {
    const languages = languagesOf.get(word)
    if (!languages) continue
    hits++
    for (const language of languages) scores.set(language, (scores.get(language) ?? 0) + 1 / languages.length)
  }
  const [best, second] = [...scores].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  if (!best || best[1] < 0.9 || best[1] <= (second?.[1] ?? 0) * 1.2) return { language: null, sure: false }
  return { language: best[0], sure: hits >= 4 && best[1] >= 2.5 && best[1] >= (second?.[1] ?? 0) * 2 }
}

function scriptLanguage(text: string): LanguageGuess | null {
  const letters = (pattern: RegExp) => text.match(pattern)?.length ?? 0
  const counts = scripts.map(([language, pattern]) => ({ language, count: letters(pattern) }))
  const others = counts.reduce((sum, { count }) => sum + count, 0)
  if (others < LEAST_LETTERS || others <= letters(wordScripts)) return null
  // Japanese is written with Chinese characters too; Chinese without kana.
  const kana = counts[0].count
  const best = kana > 0 ? counts[0] : counts.reduce((a, b) => (b.count > a.count ? b : a))
  return { language: best.language, sure: others >= 8 }
}
