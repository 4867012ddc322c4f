import { tokenise } from '../../../shared/text/tokenise.ts'
import { UNKNOWN_ID } from '../../../shared/text/vocabulary.ts'
import type { TextSpec } from '../../../shared/contract/spec.ts'

export interface SentenceToken {
  /** As typed. */
  typed: string
  /** As the vocabulary spells it. */
  word: string
  id: number
  unknown: boolean
  /** False for a word that truncation cuts off. */
  used: boolean
  /** Where it stands in the text: `text.slice(start, end)`. */
  start: number
  end: number
}

export interface SentenceReading {
  tokens: SentenceToken[]
  /** Padding that fills the sentence up to its length, and on which side. */
  padding: { count: number; side: 'before' | 'after' }
}

/** A sentence as a model of this experiment reads it: words, ids, what is unknown, cut off or filled up. */
export function readSentence(text: string, spec: TextSpec, index: ReadonlyMap<string, number>): SentenceReading {
  const found = tokenise(text, spec, index)
  const used = Math.min(found.length, spec.maxLength)
  const from = spec.truncation === 'start' ? found.length - used : 0
  const tokens = found.map(({ word, start, end }, at) => {
    const id = index.get(word)
    return {
      typed: text.slice(start, end),
      word,
      id: id ?? UNKNOWN_ID,
      unknown: id === undefined,
      used: at >= from && at < from + used,
      ...{ start, end },
    }
  })
  return { tokens, padding: { count: spec.maxLength - used, side: spec.padding } }
}
