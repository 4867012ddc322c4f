import type { PredictedToken } from '../../../../shared/contract/trainer.ts'
import type { TextSpec } from '../../../../shared/contract/spec.ts'
import { tokenise } from '../../../../shared/text/tokenise.ts'
import type { Token } from '../../../../shared/text/tokenise.ts'
import { readSentence } from '../../vocabulary/read-sentence.ts'
import type { SentenceToken } from '../../vocabulary/read-sentence.ts'

/** A sentence as the models of an experiment read it. */
export interface Sentence {
  text: string
  /** All words, in order; those that truncation cuts off too. */
  tokens: readonly SentenceToken[]
  /** Where each of them stands in the text. */
  spans: readonly Token[]
  /** What the models are given. */
  ids: readonly number[]
  /** Place in `tokens` of each of `ids`. */
  places: readonly number[]
}

export function sentenceOf(text: string, spec: TextSpec, index: ReadonlyMap<string, number>): Sentence {
  const { tokens } = readSentence(text, spec, index)
  const places = tokens.flatMap(({ used }, place) => (used ? [place] : []))
  return { text, tokens, spans: tokenise(text, spec, index), ids: places.map((place) => tokens[place].id), places }
}

/** The words that the models read, as typed; unknown ones with a question mark. Axes and tables name them so. */
export const wordNames = ({ tokens, places }: Sentence): string[] =>
  places.map((place) => (tokens[place].unknown ? `${tokens[place].typed} (?)` : tokens[place].typed))

/** The words with what a model says after each, as the Compare screen shows them. */
export function predictedTokens(
  { tokens, places }: Sentence,
  probabilities: readonly (readonly number[])[],
): PredictedToken[] {
  return tokens.map(({ typed, id, unknown, used }, place) => ({
    word: typed,
    ...{ id, unknown, used },
    probabilities: used ? [...(probabilities[places.indexOf(place)] ?? [])] : [],
  }))
}
