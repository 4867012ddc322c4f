import { defaultModel } from '../../contract/spec.ts'
import type { CellKind } from '../../contract/spec.ts'
import { parameterCount } from '../../engine/cells/parameter-count.ts'
import { words } from '../../text/tokenise.ts'

/** The cells whose first layer is counted. */
export const countedCells = ['ann', 'rnn', 'lstm', 'gru'] as const satisfies CellKind[]
export type CountedCell = (typeof countedCells)[number]

/** Up to its first hidden layer, how many numbers a model learns: the engine's own count and arithmetic. */
export interface FirstLayer {
  count: number
  /** '(12 × 5) × 4 + 4 = 244' */
  formula: string
}

export interface SentenceCount {
  sentence: string
  words: number
  layers: Record<CountedCell, FirstLayer>
}

/** Sentences, one per line; empty lines are left out. */
export const sentencesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Size of a one-hot vector: all tokens, as the article counts, or the distinct words, as a vocabulary has them. */
export function oneHotSizes(sentences: readonly string[]): { tokens: number; distinct: number } {
  const all = sentences.flatMap((sentence) => words(sentence, { lowercase: true, punctuation: 'drop' }))
  return { tokens: all.length, distinct: new Set(all).size }
}

/**
 * The first layer for each sentence with V-dimensional one-hot vectors and H hidden units. An ANN has weights for every
 * position, (V · L) · H + H, so its count hangs on the sentence; recurrent cells use the same weights at every word.
 */
export function countSentences(sentences: readonly string[], V: number, H: number): SentenceCount[] {
  return sentences.map((sentence) => {
    const L = words(sentence, { lowercase: true, punctuation: 'drop' }).length
    const entries = countedCells.map((cell) => [cell, firstLayer(cell, { V, L, H })] as const)
    return { sentence, words: L, layers: Object.fromEntries(entries) as Record<CountedCell, FirstLayer> }
  })
}

export function firstLayer(cell: CountedCell, { V, L, H }: { V: number; L: number; H: number }): FirstLayer {
  const model = { ...defaultModel(cell), input: { kind: 'one-hot' as const }, hidden: H }
  const [{ count, formula }] = parameterCount(model, { vocabularySize: V, classes: 2, maxLength: L }).parts
  return { count, formula }
}
