import { backwardTrace, gradientOf } from '../engine/inspect/backward-trace.ts'
import type { BackwardTrace } from '../engine/inspect/backward-trace.ts'
import { gradientNorm, sumOfTerms, termMatrix, termNorm } from '../engine/inspect/contributions.ts'
import { checkGradients } from '../engine/inspect/gradient-check.ts'
import type { ParameterCheck } from '../engine/inspect/gradient-check.ts'
import { matrix } from '../engine/inspect/matrix.ts'
import type { Matrix } from '../engine/inspect/matrix.ts'
import { lossOf, trace } from '../engine/inspect/trace.ts'
import type { Trace } from '../engine/inspect/trace.ts'
import { FIRST_WORD, handModel, wordTable } from './hand-model.ts'
import type { Lesson, Values } from './lesson.ts'
import { entryKey, matrixNumbers, matrixOf } from './matrix-numbers.ts'

export const animals = ['cat', 'mat', 'rat'] as const
/** The article's three sentences, as places in the vocabulary. */
export const animalSentences: readonly (readonly number[])[] = [
  [0, 1, 2],
  [2, 2, 1],
  [1, 1, 0],
]

/** The page's names for the engine's parameters, their shapes, and where the page's rows begin. */
export const animalParameters = [
  { name: 'W_i', parameter: 'rnn1.W', rows: 3, columns: 3, firstRow: FIRST_WORD },
  { name: 'W_h', parameter: 'rnn1.U', rows: 3, columns: 3, firstRow: 0 },
  { name: 'b', parameter: 'rnn1.b', rows: 1, columns: 3, firstRow: 0 },
  { name: 'W_o', parameter: 'output.W', rows: 3, columns: 1, firstRow: 0 },
  { name: 'b_o', parameter: 'output.b', rows: 1, columns: 1, firstRow: 0 },
] as const
export type AnimalMatrix = (typeof animalParameters)[number]['name']

/** One word's part of a gradient. */
export interface WordTerm {
  /** Place in the sentence; null: not through one word. */
  word: number | null
  matrix: Matrix
  norm: number
}

export interface NamedGradient {
  name: AnimalMatrix
  sum: Matrix
  terms: WordTerm[]
  norm: number
}

export interface ThroughTime {
  sentence: string[]
  label: number
  read: Trace
  back: BackwardTrace
  probability: number
  loss: number
  gradients: NamedGradient[]
  /** The loss of the same sentence after one step of gradient descent. */
  lossAfterStep: number
}

const modelOf = (values: Values) =>
  handModel(
    { cell: 'rnn', hidden: 3, input: { kind: 'one-hot' }, words: 3, maxLength: 3 },
    {
      'rnn1.W': wordTable(matrixOf(values, 'W_i', 3, 3)),
      'rnn1.U': matrixOf(values, 'W_h', 3, 3),
      'rnn1.b': matrixOf(values, 'b', 1, 3),
      'output.W': matrixOf(values, 'W_o', 3, 1),
      'output.b': matrixOf(values, 'b_o', 1, 1),
    },
  )

function readSentence(values: Values): { read: Trace; label: number; places: readonly number[] } {
  const places = animalSentences[values.numbers.sentence - 1]
  return {
    read: trace(
      modelOf(values),
      places.map((at) => FIRST_WORD + at),
    ),
    label: values.numbers.label,
    places,
  }
}

/** Forward, loss, and backwards through every timestep. */
export function throughTime(values: Values): ThroughTime {
  const { read, label, places } = readSentence(values)
  const back = backwardTrace(read, { label })
  const gradients = animalParameters.map(({ name, parameter, rows, columns, firstRow }): NamedGradient => {
    const gradient = gradientOf(back, parameter)
    const part = (whole: Matrix) =>
      matrix(rows, columns, whole.values.slice(firstRow * columns, (firstRow + rows) * columns))
    const terms = gradient.terms.map((term) => ({
      word: term.word,
      // A term of a look-up table is one row of it: set where it belongs.
      matrix: firstRow > 0 ? part(sumOfTerms({ ...gradient, terms: [term] })) : termMatrix(term),
      norm: termNorm(term),
    }))
    return { name, sum: part(sumOfTerms(gradient)), terms, norm: gradientNorm(gradient) }
  })
  const next = readSentence({ ...values, numbers: { ...values.numbers, ...stepped(values, gradients) } })
  return {
    ...{ sentence: places.map((at) => animals[at]), label, read, back, gradients },
    ...{ probability: read.probabilities[1], loss: back.loss, lossAfterStep: lossOf(next.read, label) },
  }
}

/** Every weight minus the learning rate times its gradient: the numbers after one step of gradient descent. */
export function stepped({ numbers }: Values, gradients: readonly NamedGradient[]): Record<string, number> {
  const changed = gradients.flatMap(({ name, sum: { rows, columns, values } }) =>
    Array.from({ length: rows * columns }, (_, n): [string, number] => {
      const key = entryKey(name, Math.floor(n / columns), n % columns)
      const moved = numbers[key] - numbers.rate * values[n]
      return [key, Math.max(-LARGEST, Math.min(LARGEST, moved))]
    }),
  )
  return Object.fromEntries(changed)
}
const LARGEST = 50

/** Every weight moved a little and the loss measured again, in double precision; named as on the page. */
export function checkThroughTime(values: Values): (ParameterCheck & { name: AnimalMatrix })[] {
  const { read, label } = readSentence(values)
  return checkGradients(read, { label }).map((check) => ({
    ...check,
    name: animalParameters.find(({ parameter }) => parameter === check.parameter)!.name,
  }))
}

const limits = { min: -LARGEST, max: LARGEST, step: 0.1 }
export const backPropagation: Lesson = {
  id: 'back-propagation',
  title: 'Back through time',
  question: 'How does a word at the start learn from an error at the end?',
  numbers: [
    { key: 'sentence', label: 'The sentence', start: 1, min: 1, max: 3, whole: true, step: 1 },
    { key: 'label', label: 'The right answer', start: 1, min: 0, max: 1, whole: true, step: 1 },
    { key: 'rate', label: 'The learning rate', start: 0.5, min: 0, max: 10, step: 0.1 },
    ...matrixNumbers(
      'W_i',
      [
        [0.5, -0.3, 0.2],
        [0.1, 0.4, -0.5],
        [-0.4, 0.2, 0.6],
      ],
      limits,
    ),
    ...matrixNumbers(
      'W_h',
      [
        [0.3, -0.2, 0.1],
        [0.2, 0.4, -0.1],
        [-0.3, 0.1, 0.5],
      ],
      limits,
    ),
    ...matrixNumbers('b', [[0, 0, 0]], limits),
    ...matrixNumbers('W_o', [[-0.7], [0.4], [-0.5]], limits),
    ...matrixNumbers('b_o', [[0]], limits),
  ],
  texts: [],
  quantities: [
    { key: 'loss', label: 'The loss', unit: 'nats' },
    { key: 'probability', label: 'The net’s answer' },
    { key: 'loss after a step', label: 'The loss after one step', unit: 'nats' },
    { key: 'size of W_i', label: 'The length of the gradient of W_i' },
    { key: 'size of W_h', label: 'The length of the gradient of W_h' },
    { key: 'size of W_o', label: 'The length of the gradient of W_o' },
    { key: 'first to last', label: 'The gradient through the first word, as a share of that through the last' },
  ],
  measure(values) {
    const { loss, probability, lossAfterStep, gradients } = throughTime(values)
    const size = (name: AnimalMatrix) => gradients.find((one) => one.name === name)!
    const { terms } = size('W_i')
    return {
      ...{ loss, probability, 'loss after a step': lossAfterStep },
      ...{ 'size of W_i': size('W_i').norm, 'size of W_h': size('W_h').norm, 'size of W_o': size('W_o').norm },
      'first to last': terms[0].norm / terms.at(-1)!.norm,
    }
  },
  tasks: [
    {
      id: 'learn',
      ask: 'Take steps of gradient descent until the loss is below 0.1. Keep the sentence and its answer.',
      hint: 'Press “Take a step” again and again, or raise the learning rate first. What happens when it is too high?',
      conditions: [{ quantity: 'loss', is: 'below', value: 0.1 }],
      keeps: ['sentence', 'label'],
    },
    {
      id: 'short-sighted',
      ask: 'Change W_h so that less than 1 % of the last word’s gradient gets back to the first word.',
      hint: 'On its way back the gradient is multiplied by W_h once per word. Make all its numbers small.',
      conditions: [{ quantity: 'first to last', is: 'below', value: 0.01 }],
      keeps: ['sentence', 'label', 'W_i', 'W_o', 'b', 'b_o'],
    },
  ],
}
