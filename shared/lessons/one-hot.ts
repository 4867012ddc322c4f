import { dot, matrix, norm, plus, rowOf, rowTimes } from '../engine/inspect/matrix.ts'
import type { Vector } from '../engine/inspect/matrix.ts'
import { trace } from '../engine/inspect/trace.ts'
import { words } from '../text/tokenise.ts'
import { FIRST_WORD, handModel, wordTable } from './hand-model.ts'
import type { Lesson, Values } from './lesson.ts'
import { matrixNumbers, matrixOf } from './matrix-numbers.ts'

const rules = { lowercase: false, punctuation: 'drop' } as const
export const movieKeys = ['sentence 1', 'sentence 2', 'sentence 3'] as const
/** Rows that the matrix on the page has; a vocabulary may not be larger. */
export const MOST_WORDS = 10
const UNITS = 2

export interface OneHotView {
  vocabulary: string[]
  /** Words that found no row any more. */
  leftOut: string[]
  sentences: string[][]
  /** [word][entry]: 0 but for one 1. */
  vectors: number[][]
  /** The word that is looked up, counted from 0. */
  chosen: number
  /** Its one-hot vector times the matrix, and the row that the engine looks up instead. */
  product: number[]
  row: number[]
}

const oneHotOf = (size: number, at: number): Vector => Float64Array.from({ length: size }, (_, n) => (n === at ? 1 : 0))

/** The vocabulary in the order in which the words are met, and what a look-up in W gives. */
export function oneHotView(values: Values): OneHotView {
  const sentences = movieKeys.map((key) => words(values.texts[key], rules)).filter((one) => one.length > 0)
  const met = [...new Set(sentences.flat())]
  const [vocabulary, leftOut] = [met.slice(0, MOST_WORDS), met.slice(MOST_WORDS)]
  const V = vocabulary.length
  const vectors = vocabulary.map((_, at) => [...oneHotOf(V, at)])
  const chosen = Math.min(values.numbers.word, V) - 1
  const W = matrix(V, UNITS, matrixOf(values, 'W', MOST_WORDS, UNITS).values.slice(0, V * UNITS))
  if (V === 0) return { vocabulary, leftOut, sentences, vectors, chosen, product: [], row: [] }
  const model = handModel(
    { cell: 'rnn', hidden: UNITS, input: { kind: 'one-hot' }, words: V, maxLength: 1 },
    { 'rnn1.W': wordTable(W) },
  )
  const [lookedUp] = trace(model, [FIRST_WORD + chosen]).lookUps
  const product = [...rowTimes(oneHotOf(V, chosen), W)]
  return { vocabulary, leftOut, sentences, vectors, chosen, product, row: [...lookedUp.vectors[0]] }
}

/** What the article writes in its third sentence: the vectors by position instead of by word. */
export const printedVectors = [
  { word: 'not', printed: [0, 0, 1, 0, 0], taken: 'good' },
  { word: 'good', printed: [0, 0, 0, 1, 0], taken: 'bad' },
] as const

export const oneHot: Lesson = {
  id: 'one-hot',
  title: 'Words as vectors',
  question: 'How does a word become numbers that a net can multiply?',
  numbers: [
    {
      key: 'word',
      label: 'The word looked up, as its place in the vocabulary',
      start: 3,
      min: 1,
      max: MOST_WORDS,
      whole: true,
      step: 1,
    },
    ...matrixNumbers('W', [
      [0.1, 0.3],
      [0, -0.1],
      [0.9, 0.2],
      [0.8, -0.3],
      [-0.5, 0.7],
      ...Array.from({ length: MOST_WORDS - 5 }, (_, n) => [(n + 1) / 10, -(n + 1) / 10]),
    ]),
  ],
  texts: [
    { key: 'sentence 1', label: 'Sentence 1', start: 'Movie was good' },
    { key: 'sentence 2', label: 'Sentence 2', start: 'Movie was bad' },
    { key: 'sentence 3', label: 'Sentence 3', start: 'Movie was not good' },
  ],
  quantities: [
    { key: 'vocabulary', label: 'The vocabulary', unit: 'words' },
    { key: 'left out', label: 'The number of words without a row', unit: 'words' },
    { key: 'likeness', label: 'The likeness of the rows of “good” and “bad” (cosine, −1 to 1)' },
    { key: 'opposite', label: 'The length of row “good” plus row “bad”' },
  ],
  measure(values) {
    const { vocabulary, leftOut } = oneHotView(values)
    const W = matrixOf(values, 'W', MOST_WORDS, UNITS)
    const [good, bad] = ['good', 'bad'].map((word) => {
      const at = vocabulary.indexOf(word)
      return at < 0 ? Float64Array.of(Number.NaN, Number.NaN) : rowOf(W, at)
    })
    const lengths = norm(good) * norm(bad)
    return {
      ...{ vocabulary: vocabulary.length, 'left out': leftOut.length },
      likeness: lengths === 0 ? Number.NaN : dot(good, bad) / lengths,
      opposite: plus(good, bad).reduce((sum, value) => sum + Math.abs(value), 0),
    }
  },
  tasks: [
    {
      id: 'grow',
      ask: 'Change the sentences until a one-hot vector has 8 numbers.',
      hint: 'Only a word that was not there before makes the vectors longer. Repeating “good” does nothing.',
      conditions: [
        { quantity: 'vocabulary', is: 'at least', value: 8 },
        { quantity: 'vocabulary', is: 'at most', value: 8 },
      ],
    },
    {
      id: 'opposites',
      ask: '“good” and “bad” start with rows that point the same way. Make them opposites: a likeness of −0.9 or less.',
      hint: 'Give “bad” the numbers of “good” with their signs turned. This is what training does to the rows, by small steps.',
      conditions: [{ quantity: 'likeness', is: 'at most', value: -0.9 }],
    },
  ],
}
