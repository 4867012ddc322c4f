import type { MergeSuggestion } from '../contract/recipe.ts'

const MOST_OF_A_KIND = 60
/** Shorter words have too many neighbours: 'bad' and 'had'. */
const SPELLING_LENGTH = 6
/** A misspelling is much rarer than its word. */
const SPELLING_RATIO = 20
const SPELLING_MOST = 3

/**
 * Words that may be one word, to accept or to ignore: written with other capitals, drawn out ('goood'), one letter away from a word
 * that is far more frequent, or its plural. Of each pair the more frequent word is kept. Most frequent first within a kind.
 * @param counts occurrences by word, in the training part
 */
export function mergeSuggestions(
  counts: ReadonlyMap<string, number>,
  ignored: ReadonlySet<string> = new Set(),
): MergeSuggestion[] {
  const found = new Map<MergeSuggestion['why'], MergeSuggestion[]>()
  const taken = new Set<string>()
  const suggest = (word: string, by: string | null, why: MergeSuggestion['why']) => {
    const [many, more] = [counts.get(word) ?? 0, by === null ? 0 : (counts.get(by) ?? 0)]
    if (by === null || by === word || more === 0 || taken.has(word) || ignored.has(`${word} ${by}`)) return
    if (by.includes(' ') || word.includes(' ')) return
    taken.add(word)
    found.set(why, [...(found.get(why) ?? []), { word, by, why, counts: [many, more] }])
  }
  for (const word of counts.keys()) suggest(word, drawnOut(word, counts), 'elongation')
  for (const word of counts.keys()) {
    const lower = word.toLowerCase()
    if (lower !== word) suggest(word, lower, 'case')
  }
  for (const [word, by] of neighbours(counts)) suggest(word, by, 'spelling')
  for (const word of counts.keys()) suggest(word, singular(word, counts), 'plural')
  const kinds = ['elongation', 'case', 'spelling', 'plural'] as const
  return kinds.flatMap((why) =>
    (found.get(why) ?? []).sort((a, b) => b.counts[0] - a.counts[0]).slice(0, MOST_OF_A_KIND),
  )
}

/** 'goood' → 'good', 'soooo' → 'so': three of a letter and more are two or one, whichever is the more frequent word. */
function drawnOut(word: string, counts: ReadonlyMap<string, number>): string | null {
  // 'xxx' and 'iii' are words of one letter, not a drawn-out one.
  if (!/(\p{L})\1\1/u.test(word) || new Set(word).size === 1) return null
  const [twice, once] = ['$1$1', '$1'].map((instead) => word.replace(/(\p{L})\1{2,}/gu, instead))
  const best = (counts.get(twice) ?? 0) >= (counts.get(once) ?? 0) ? twice : once
  return counts.has(best) ? best : null
}

/** 'films' → 'film', 'stories' → 'story', 'boxes' → 'box'. */
function singular(word: string, counts: ReadonlyMap<string, number>): string | null {
  if (word.length < 5 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return null
  const stems = [
    word.endsWith('ies') ? `${word.slice(0, -3)}y` : null,
    /(s|x|z|ch|sh)es$/.test(word) ? word.slice(0, -2) : null,
    word.slice(0, -1),
  ]
  return stems.find((stem) => stem !== null && counts.has(stem)) ?? null
}

/**
 * Rare words with one letter more, less, other, than a frequent one. Two words one edit apart share a form with one letter left
 * out (or are one themselves), so only such forms are compared, not all pairs.
 */
function* neighbours(counts: ReadonlyMap<string, number>): Generator<[string, string]> {
  const frequent = new Map<string, string[]>()
  for (const [word, count] of counts)
    if (count >= SPELLING_RATIO && word.length >= SPELLING_LENGTH - 1)
      for (const form of formsOf(word)) frequent.set(form, [...(frequent.get(form) ?? []), word])
  for (const [word, count] of counts) {
    if (count > SPELLING_MOST || word.length < SPELLING_LENGTH || !/^\p{L}+$/u.test(word)) continue
    let best: string | null = null
    for (const form of formsOf(word))
      for (const other of frequent.get(form) ?? []) {
        const many = counts.get(other) ?? 0
        const better = many >= SPELLING_RATIO * count && many > (best === null ? 0 : (counts.get(best) ?? 0))
        if (better && other !== word && !inflected(word, other) && isOneEdit(word, other)) best = other
      }
    if (best !== null) yield [word, best]
  }
}

/** One of them is the other with an ending: a form of the word, not a slip. */
const inflected = (a: string, b: string) => a.startsWith(b) || b.startsWith(a)

const formsOf = (word: string) => [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))]

/** One letter more, less or other, or two neighbours swapped. */
export function isOneEdit(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1 || a === b) return false
  let start = 0
  while (start < short.length && long[start] === short[start]) start++
  if (long.length > short.length) return long.slice(start + 1) === short.slice(start)
  if (long.slice(start + 1) === short.slice(start + 1)) return true
  return (
    long[start] === short[start + 1] &&
    long[start + 1] === short[start] &&
    long.slice(start + 2) === short.slice(start + 2)
  )
}
