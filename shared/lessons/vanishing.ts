import { backwardTrace, gradientOf } from '../engine/inspect/backward-trace.ts'
import { recurrenceBounds } from '../engine/inspect/bounds.ts'
import type { RecurrenceBounds } from '../engine/inspect/bounds.ts'
import { normsByWord } from '../engine/inspect/contributions.ts'
import { matrixFrom, norm } from '../engine/inspect/matrix.ts'
import { trace } from '../engine/inspect/trace.ts'
import { FIRST_WORD, handModel, wordTable } from './hand-model.ts'
import type { Lesson, Values } from './lesson.ts'

/** Turns a vector without making it longer or shorter: all singular values are 1, so the scale alone decides. */
const turn = [
  [0.5, 0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5, -0.5],
  [0.5, 0.5, -0.5, -0.5],
  [0.5, -0.5, -0.5, 0.5],
]
const scaledRows = (rows: number[][], by: number) => matrixFrom(rows.map((row) => row.map((value) => by * value)))

export interface Vanishing {
  /** ‖∂L/∂h_t‖ by word. */
  gradient: number[]
  /** How much a step of training moves the bias on account of each word: the learning rate times the norm of its term. */
  change: number[]
  /** gradient[t] / gradient[t + 1]: what the way back over one word multiplies by. */
  factors: number[]
  /** gradient of the first word / of the last. */
  ratio: number
  /** The factor per word that would make this ratio. */
  perWord: number
  bounds: RecurrenceBounds
  loss: number
}

/** A sentence of `words` words through an RNN of four units whose recurrent matrix is the turn times `scale`. */
export function vanishing({ numbers: { scale, words, rate, drive } }: Values): Vanishing {
  const U = scaledRows(turn, scale)
  const model = handModel(
    { cell: 'rnn', hidden: 4, input: { kind: 'embedding', size: 4 }, words: 2, maxLength: words },
    {
      embedding: wordTable(
        scaledRows(
          [
            [1, -0.5, 0.25, 0.75],
            [-0.75, 0.5, 1, -0.25],
          ],
          drive,
        ),
      ),
      'rnn1.W': matrixFrom(turn.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)))),
      'rnn1.U': U,
      'output.W': matrixFrom([[0.5], [-0.5], [0.5], [0.5]]),
    },
  )
  const read = trace(
    model,
    Array.from({ length: words }, (_, t) => FIRST_WORD + (t % 2)),
  )
  const back = backwardTrace(read, { label: 1 })
  const gradient = back.passes[0].steps.map(({ dh }) => norm(dh))
  const change = [...normsByWord(gradientOf(back, 'rnn1.b'), words)].map((size) => rate * size)
  const factors = gradient.slice(0, -1).map((size, t) => size / gradient[t + 1])
  const ratio = gradient[0] / gradient[words - 1]
  return {
    ...{ gradient, change, factors, ratio, perWord: ratio ** (1 / (words - 1)), loss: back.loss },
    bounds: recurrenceBounds(U, 'tanh', words - 1),
  }
}

export const vanishingLesson: Lesson = {
  id: 'vanishing',
  title: 'Vanishing and exploding',
  question: 'Why does an RNN forget the start of a long sentence?',
  numbers: [
    { key: 'scale', label: 'The scale of W_h', start: 0.9, min: 0, max: 3, step: 0.01 },
    { key: 'words', label: 'The length of the sentence', start: 20, min: 2, max: 100, whole: true, step: 1 },
    { key: 'rate', label: 'The learning rate', start: 0.1, min: 0, max: 10, step: 0.01 },
    // So small that tanh is nearly straight: then the scale alone decides, and the gradient can explode too.
    { key: 'drive', label: 'The size of the word vectors', start: 0.001, min: 0, max: 3, step: 0.001 },
  ],
  texts: [],
  quantities: [
    { key: 'ratio', label: 'The gradient at the first word, as a share of that at the last' },
    { key: 'per word', label: 'The factor per word' },
    { key: 'largest change', label: 'The largest change that one word makes to the bias' },
    { key: 'smallest change', label: 'The smallest change that one word makes to the bias' },
  ],
  measure(values) {
    const { ratio, perWord, change } = vanishing(values)
    return {
      ...{ ratio, 'per word': perWord },
      'largest change': Math.max(...change),
      'smallest change': Math.min(...change),
    }
  },
  tasks: [
    {
      id: 'vanish',
      ask: 'Make the gradient vanish: over 20 words, less than a thousandth of it may reach the first word.',
      hint: 'The way back over 20 words multiplies 19 times. Which number to the power of 19 is a thousandth? About 0.7.',
      conditions: [{ quantity: 'ratio', is: 'below', value: 0.001 }],
      keeps: ['words'],
    },
    {
      id: 'level',
      ask: 'Now keep it alive: over 60 words, between a half and twice the gradient must reach the first word.',
      hint: 'A scale of 1 would be right without tanh, whose slope is below 1. Make the word vectors smaller, or the scale a trace larger than 1, and see how narrow the path is.',
      conditions: [
        { quantity: 'words', is: 'at least', value: 60 },
        { quantity: 'ratio', is: 'at least', value: 0.5 },
        { quantity: 'ratio', is: 'at most', value: 2 },
      ],
    },
  ],
}
