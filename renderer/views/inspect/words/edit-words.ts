import type { Edit } from '../../../../shared/engine/inspect/counterfactual.ts'
import { formatShare } from '../../../charts/format.ts'
import { format, say } from '../../../messages.ts'

/** What an edit did, in words. @param words of the sentence before it, as typed */
export function editWords(edit: Edit, words: readonly string[]): string {
  switch (edit.kind) {
    case 'drop':
      return say.wordsPage.leftOut(words[edit.word])
    case 'swap':
      return say.wordsPage.andChangedPlaces(words[edit.a], words[edit.b])
    case 'replace':
      return `“${words[edit.word]}” → “${edit.by}”`
    case 'shuffle':
      return say.wordsPage.shuffledOrder(edit.seed)
  }
}

/** +12.3, −4.0 percentage points; 0.0 where nothing moves. */
export function pointsMoved(before: number, after: number): string {
  const moved = 100 * (after - before)
  const shown = format.fixed(Math.abs(moved), 1)
  return shown === format.fixed(0, 1) ? `±${shown}` : `${moved > 0 ? '+' : '−'}${shown}`
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
          ? say.wordsPage.beforeWithoutWordsItSaysNothing(name, formatShare(before))
          : say.wordsPage.beforeAfterPoints(name, formatShare(before), formatShare(after), pointsMoved(before, after)),
      )
      .join(' ') || say.wordsPage.noModelHasAnsweredYet
  )
}

/** The largest move of any model, 0 to 1: what tables are sorted by. */
export const largestMove = (moves: readonly Move[]): number =>
  Math.max(0, ...moves.map(({ before, after }) => Math.abs((after ?? before) - before)))

/** Words that turn a sentence round, the likeliest first. */
const negators = ['not', 'never', 'no', 'hardly', 'without', 'nicht', 'kein', 'pas', 'non', 'nunca']
/** Opposites that a vocabulary of reviews often has: offered first, and all there is where the data balances its words. */
const praise = ['good', 'great', 'funny', 'wonderful', 'excellent', 'gut', 'bon', 'bueno']
const blame = ['bad', 'terrible', 'dull', 'awful', 'boring', 'schlecht', 'mauvais', 'malo']

/** What pairs can be made of: a word that turns round, and words of two sides. */
export interface PairWords {
  negators: string[]
  good: string[]
  bad: string[]
}

/** Log-odds are trusted for words that stand in at least so many sentences, and mean something from so far off even. */
const [ENOUGH, TELLING] = [3, 0.1]

/** From the user's own vocabulary: words that speak for a class, words that speak against it, and those that negate. */
export function pairWords(
  words: readonly string[],
  odds: { sentences: ArrayLike<number>; logOdds: ArrayLike<number> },
  most = 40,
): PairWords {
  const known = Array.from(words, (word, id) => ({ word, odds: odds.logOdds[id], count: odds.sentences[id] })).slice(2)
  const usable = known.filter(
    ({ word, count }) => count >= ENOUGH && /^\p{L}{3,}$/u.test(word) && !negators.includes(word),
  )
  // A rare word's odds are the extreme ones: frequent words come first.
  const weight = (one: (typeof usable)[number]) => Math.abs(one.odds) * Math.log1p(one.count)
  const side = (sign: 1 | -1, typical: readonly string[]) => {
    const telling = usable.filter((one) => sign * one.odds > TELLING).sort((a, b) => weight(b) - weight(a))
    const neutral = usable.filter((one) => Math.abs(one.odds) <= TELLING && typical.includes(one.word))
    const all = [...telling, ...neutral].map(({ word }) => word)
    return [...typical.filter((word) => all.includes(word)), ...all.filter((word) => !typical.includes(word))].slice(
      0,
      most,
    )
  }
  const turning = negators.filter((word) => words.indexOf(word) >= 2)
  return {
    negators: turning.length ? turning : usable.slice(0, 10).map(({ word }) => word),
    good: side(1, praise),
    bad: side(-1, blame),
  }
}
