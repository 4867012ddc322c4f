import { readSentence } from '../vocabulary/read-sentence.ts'
import type { SentenceReading } from '../vocabulary/read-sentence.ts'
import type { TextSpec } from '../../../shared/contract/spec.ts'

/** How the models of an experiment read: their rules, and their vocabulary with the count of each word. */
export interface Reader {
  spec: TextSpec
  /** Word → id. */
  index: ReadonlyMap<string, number>
  words: readonly string[]
  /** Of the training rows; absent where nobody knows them. */
  counts?: readonly number[]
}

export const readBy = (text: string, { spec, index }: Reader): SentenceReading => readSentence(text, spec, index)
