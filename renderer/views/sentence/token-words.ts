import { UNKNOWN_ID } from '../../../shared/text/vocabulary.ts'
import { count } from '../../components/numbers.ts'
import { say } from '../../messages.ts'
import type { SentenceReading, SentenceToken } from '../vocabulary/read-sentence.ts'
import type { Reader } from './reader.ts'

/** What the model makes of one token, in a sentence. */
export function tokenWords(token: SentenceToken, { spec, counts }: Reader): string {
  if (!token.used) return say.sentence.cut(token.typed, count(spec.maxLength))
  if (token.unknown) return say.sentence.unknown(token.typed, count(UNKNOWN_ID))
  return say.sentence.known(token.word, count(token.id), count(counts?.[token.id] ?? 0))
}

/** How many words, unknown ones, cut ones and places of padding a sentence has. */
export function readingWords({ tokens, padding }: SentenceReading, { truncation }: Reader['spec']): string {
  if (tokens.length === 0) return say.vocabulary.nothingToReadYet
  const parts = [say.counts.word(tokens.length)]
  const unknown = tokens.filter((token) => token.unknown).length
  const cut = tokens.filter((token) => !token.used).length
  if (unknown) parts.push(say.vocabulary.unknown(unknown))
  if (cut) parts.push((truncation === 'end' ? say.vocabulary.cutOffAtTheEnd : say.vocabulary.cutOffAtTheStart)(cut))
  if (padding.count)
    parts.push((padding.side === 'after' ? say.vocabulary.paddingBehind : say.vocabulary.paddingInFront)(padding.count))
  return `${parts.join(', ')}.`
}

/** The token at a place of the text: the one it stands in or right behind. */
export const tokenAt = (tokens: readonly SentenceToken[], place: number): SentenceToken | null =>
  tokens.find(({ start, end }) => start <= place && place < end) ?? tokens.find(({ end }) => end === place) ?? null
