import { stream } from '../training/random.ts'

/** Where a word stands in its text: `text.slice(start, end)`. The tokens of shared/text/tokenise.ts are such. */
export interface Span {
  start: number
  end: number
}

/** One change of a sentence. Words count from 0 among its tokens, unknown and truncated ones included. */
export type Edit =
  | { kind: 'drop'; word: number }
  | { kind: 'swap'; a: number; b: number }
  | { kind: 'replace'; word: number; by: string }
  | { kind: 'shuffle'; seed: number }

/** Orders drawn before a shuffle gives up: a sentence of one word repeated has no other order. */
const MOST_DRAWS = 20

/**
 * The text after an edit. Words move, what stands between them (spaces, and marks that are no words) keeps its place; words
 * that would run together are parted by a space, so that the sentence is read as the words it was made of.
 * @throws {RangeError} when there is no such word.
 */
export function edited(text: string, spans: readonly Span[], edit: Edit): string {
  const words = spans.map(({ start, end }) => text.slice(start, end))
  const gaps = gapsOf(text, spans)
  const refuse = (word: number) => {
    if (!(word in words))
      throw new RangeError(`counterfactual: the sentence has ${words.length} words, no word ${word}`)
  }
  switch (edit.kind) {
    case 'drop':
      refuse(edit.word)
      return without(words, gaps, edit.word)
    case 'swap': {
      const { a, b } = edit
      refuse(a)
      refuse(b)
      return joined(words.with(a, words[b]).with(b, words[a]), gaps)
    }
    case 'replace':
      refuse(edit.word)
      return joined(words.with(edit.word, edit.by), gaps)
    case 'shuffle':
      return joined(shuffled(words, edit.seed), gaps)
  }
}

/** Each word left out once, in order. */
export const allDrops = (words: readonly unknown[]): Edit[] => words.map((_, word) => ({ kind: 'drop', word }))

/** Each pair of neighbours that differ changed over once, in order. */
export const adjacentSwaps = (words: readonly string[]): Edit[] =>
  words.slice(1).flatMap((next, a): Edit[] => (next === words[a] ? [] : [{ kind: 'swap', a, b: a + 1 }]))

/**
 * Two sentences of the same words in another order and of opposite meaning: 'not good, bad' and 'not bad, good'. A model
 * that does not see order must give both the same answer.
 */
export const orderPair = (negator: string, good: string, bad: string): [string, string] => [
  `${negator} ${good}, ${bad}`,
  `${negator} ${bad}, ${good}`,
]

/** What stands before the first word, between the words and after the last. */
function gapsOf(text: string, spans: readonly Span[]): string[] {
  const gaps = spans.map(({ start }, at) => text.slice(at === 0 ? 0 : spans[at - 1].end, start))
  return [...gaps, text.slice(spans.at(-1)?.end ?? 0)]
}

function without(words: readonly string[], gaps: readonly string[], word: number): string {
  const [before, after] = [gaps[word], gaps[word + 1]]
  // What led to the word goes with it at either end; in the middle a comma is worth more than a space.
  const gap = word === 0 ? '' : word === words.length - 1 ? after : after.trim() || !before.trim() ? after : before
  return joined(words.toSpliced(word, 1), gaps.toSpliced(word, 2, gap || (word > 0 ? before : '')))
}

function joined(words: readonly string[], gaps: readonly string[]): string {
  return (
    words.reduce((text, word, at) => {
      const gap = gaps[at]
      return text + (gap === '' && at > 0 && runsInto.test(word) ? ' ' : gap) + word
    }, '') + gaps[words.length]
  )
}

/** A word that begins like this becomes one with the word before it; a mark of punctuation may stand close. */
const runsInto = /^[\p{L}\p{N}\p{M}_]/u

/** Another order, the first that differs of those that the seed gives; the same where there is no other. */
function shuffled(words: readonly string[], seed: number): string[] {
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const order = stream(seed, 'counterfactual', draw).shuffle([...words])
    if (order.some((word, at) => word !== words[at])) return order
  }
  return [...words]
}
