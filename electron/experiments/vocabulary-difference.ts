import type { ReadToken, VocabularyEffect } from '../../shared/contract/recipe.ts'
import { LEFT_OUT } from '../../shared/text/split.ts'
import { UNKNOWN_ID } from '../../shared/text/vocabulary.ts'
import type { VocabularyAnalysis } from './vocabulary-analysis.ts'

const EXAMPLES = 5
/** Long sentences show no difference at a glance. */
const EXAMPLE_TOKENS = 40

/** Which sentences are read otherwise: another word, a word that became unknown or known, one more or one less. */
export function touchedSentences(
  before: VocabularyAnalysis,
  after: VocabularyAnalysis,
): NonNullable<VocabularyEffect['touched']> {
  // A token of either side as a number of both: known words by their place in `after`, unknown ones all 1.
  const meaningAfter = Int32Array.from(after.rows.tokens, (token) => after.index.get(token) ?? UNKNOWN_ID)
  const meaningBefore = Int32Array.from(before.rows.tokens, (token) =>
    before.index.has(token) ? (after.index.get(token) ?? -1) : UNKNOWN_ID,
  )
  const sentences = (analysis: VocabularyAnalysis) => analysis.rows.offsets
  const [one, two] = [sentences(before), sentences(after)]
  let touched = 0
  let of = 0
  const first: number[] = []
  for (let row = 0; row + 1 < two.length; row++) {
    if (after.assignment[row] === LEFT_OUT) continue
    of++
    const length = two[row + 1] - two[row]
    let same = one[row + 1] - one[row] === length
    for (let at = 0; same && at < length; at++)
      same = meaningBefore[before.rows.ids[one[row] + at]] === meaningAfter[after.rows.ids[two[row] + at]]
    if (same) continue
    touched++
    if (first.length < EXAMPLES && length <= EXAMPLE_TOKENS) first.push(row)
  }
  return {
    ...{ sentences: touched, of },
    examples: first.map((row) => ({ before: tokensOf(before, row), after: tokensOf(after, row) })),
  }
}

const tokensOf = ({ rows, index }: VocabularyAnalysis, row: number): ReadToken[] =>
  Array.from(rows.ids.subarray(rows.offsets[row], rows.offsets[row + 1]), (id) => ({
    word: rows.tokens[id],
    unknown: !index.has(rows.tokens[id]),
  }))
