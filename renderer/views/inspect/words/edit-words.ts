import type { Edit } from '../../../../shared/engine/inspect/counterfactual.ts'
import { formatShare } from '../../../charts/format.ts'

/** What an edit did, in words. @param words of the sentence before it, as typed */
export function editWords(edit: Edit, words: readonly string[]): string {
  switch (edit.kind) {
    case 'drop':
      return `“${words[edit.word]}” left out`
    case 'swap':
      return `“${words[edit.a]}” and “${words[edit.b]}” changed places`
    case 'replace':
      return `“${words[edit.word]}” → “${edit.by}”`
    case 'shuffle':
      return `shuffled, order ${edit.seed}`
  }
}

/** +12.3, −4.0 percentage points; 0.0 where nothing moves. */
export function pointsMoved(before: number, after: number): string {
  const moved = 100 * (after - before)
  const shown = Math.abs(moved).toFixed(1)
  return shown === '0.0' ? '±0.0' : `${moved > 0 ? '+' : '−'}${shown}`
}

/** How one model's answer moved. */
export interface Move {
  id: string
  name: string
  index: number
  colour: string
  before: number
  /** Null for a sentence without words. */
  after: number | null
}

/** 'LSTM: 98.1 % → 3.2 % (−94.9)' for every model. */
export function summariseMoves(moves: readonly Move[]): string {
  return (
    moves
      .map(({ name, before, after }) =>
        after === null
          ? `${name}: ${formatShare(before)} before; without words it says nothing.`
          : `${name}: ${formatShare(before)} before, ${formatShare(after)} after (${pointsMoved(before, after)} points).`,
      )
      .join(' ') || 'No model has answered yet.'
  )
}

/** The largest move of any model, 0 to 1: what tables are sorted by. */
export const largestMove = (moves: readonly Move[]): number =>
  Math.max(0, ...moves.map(({ before, after }) => Math.abs((after ?? before) - before)))

/** Words that turn a sentence round, the likeliest first. */
const negators = ['not', 'never', 'no', 'nicht', 'kein', 'pas', 'non', 'nunca', 'hardly', 'without']

/** What pairs can be made of: a word that turns round, and words that speak for each of two sides. */
export interface PairWords {
  negators: string[]
  good: string[]
  bad: string[]
}

/** Log-odds are trusted for words that stand in at least so many sentences. */
const ENOUGH = 3

/** From the user's own vocabulary: the words that speak most for and against a class, and those that negate. */
export function pairWords(
  words: readonly string[],
  odds: { sentences: ArrayLike<number>; logOdds: ArrayLike<number> },
  count = 40,
): PairWords {
  const known = Array.from(words, (word, id) => ({ word, id })).slice(2)
  const telling = known.filter(
    ({ word, id }) => odds.sentences[id] >= ENOUGH && /^\p{L}{3,}$/u.test(word) && !negators.includes(word),
  )
  const sorted = telling.toSorted((a, b) => weight(odds, b.id) - weight(odds, a.id) || a.id - b.id)
  const side = (list: typeof sorted) => list.slice(0, count).map(({ word }) => word)
  const preferred = ['good', 'bad']
  const first = (list: string[], wanted: string[]) => [
    ...wanted.filter((word) => list.includes(word)),
    ...list.filter((word) => !wanted.includes(word)),
  ]
  const turning = negators.filter((word) => words.indexOf(word) >= 2)
  return {
    negators: turning.length ? turning : known.slice(0, 10).map(({ word }) => word),
    good: first(side(sorted), preferred),
    bad: first(side(sorted.toReversed()), preferred),
  }
}

/** Log-odds times a little for being frequent: a rare word's odds are the extreme ones. */
const weight = ({ sentences, logOdds }: { sentences: ArrayLike<number>; logOdds: ArrayLike<number> }, id: number) =>
  logOdds[id] * Math.log1p(sentences[id])
