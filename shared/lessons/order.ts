import { sigmoid } from '../engine/inspect/activations.ts'
import { matrix } from '../engine/inspect/matrix.ts'
import type { Matrix } from '../engine/inspect/matrix.ts'
import { trace } from '../engine/inspect/trace.ts'
import { parametersOf } from '../engine/cells/parameters.ts'
import { words } from '../text/tokenise.ts'
import { FIRST_WORD, handModel, handSpec, layerCount } from './hand-model.ts'
import type { Lesson, Values } from './lesson.ts'

const rules = { lowercase: false, punctuation: 'drop' } as const
export const sentenceKeys = ['sentence 1', 'sentence 2', 'sentence 3'] as const

/** One sentence as input of a feed-forward net: parameters up to the first hidden layer. */
export interface SentenceCount {
  words: string[]
  /** With a one-hot vector as long as all tokens together, as the article counts. */
  byTokens: number
  /** With a vocabulary, in which every word stands once. */
  byVocabulary: number
}

export interface OrderCounts {
  sentences: SentenceCount[]
  tokens: number
  vocabulary: string[]
  hidden: number
  /** A recurrent layer of as many units on the same vocabulary: whatever the length. */
  recurrent: number
}

/** Weights and biases of the first layer, as training would make them. */
function firstLayer(cell: 'ann' | 'rnn', vocabularySize: number, maxLength: number, hidden: number): number {
  const spec = handSpec({ cell, hidden, input: { kind: 'one-hot' } })
  return layerCount(spec, { vocabularySize, classes: 2, maxLength }, cell === 'ann' ? 'hidden1' : 'rnn1')
}

export function orderCounts({ numbers, texts }: Values): OrderCounts {
  const { hidden } = numbers
  const each = sentenceKeys.map((key) => words(texts[key], rules)).filter((sentence) => sentence.length > 0)
  const tokens = each.reduce((sum, sentence) => sum + sentence.length, 0)
  const vocabulary = [...new Set(each.flat())]
  const sentences = each.map((sentence) => ({
    words: sentence,
    byTokens: firstLayer('ann', tokens, sentence.length, hidden),
    byVocabulary: firstLayer('ann', vocabulary.length, sentence.length, hidden),
  }))
  return { sentences, tokens, vocabulary, hidden, recurrent: firstLayer('rnn', vocabulary.length, 1, hidden) }
}

/** Two sentences as a net that averages its words and a recurrent one read them. */
export interface OrderPair {
  first: string[]
  second: string[]
  sameWords: boolean
  /** Probability of class 1, [first, second]. */
  averaged: number[]
  recurrent: number[]
}

export function orderPair({ texts }: Values): OrderPair {
  const [first, second] = ['pair 1', 'pair 2'].map((key) => words(texts[key], rules))
  const vocabulary = [...new Set([...first, ...second])].sort()
  const answers = (cell: 'ann-mean' | 'rnn') => {
    const model = wavyModel(cell, vocabulary.length, Math.max(first.length, second.length, 1))
    return [first, second].map((sentence) =>
      sentence.length === 0
        ? Number.NaN
        : sigmoid(
            trace(
              model,
              sentence.map((word) => FIRST_WORD + vocabulary.indexOf(word)),
            ).logits[0],
          ),
    )
  }
  return {
    ...{ first, second, averaged: answers('ann-mean'), recurrent: answers('rnn') },
    sameWords: first.toSorted().join(' ') === second.toSorted().join(' '),
  }
}

/** An untrained net whose weights are a wave instead of chance: the same on every machine, and without any pattern of words. */
function wavyModel(cell: 'ann-mean' | 'rnn', vocabulary: number, maxLength: number) {
  const shape = { cell, hidden: 4, input: { kind: 'embedding', size: 4 }, words: vocabulary, maxLength } as const
  const dims = { vocabularySize: FIRST_WORD + vocabulary, classes: 2, maxLength }
  const weights = parametersOf(handSpec(shape), dims).map(({ name, shape: sizes }, at): [string, Matrix] => {
    const [rows, columns] = sizes.length === 1 ? [1, sizes[0]] : sizes
    const values = Float64Array.from({ length: rows * columns }, (_, n) => Math.sin(1 + 7 * at + 2.3 * n))
    return [name, matrix(rows, columns, values)]
  })
  return handModel(shape, Object.fromEntries(weights))
}

export const order: Lesson = {
  id: 'order',
  title: 'Why order matters',
  question: 'Why not feed a sentence to an ordinary net?',
  numbers: [{ key: 'hidden', label: 'Hidden units', start: 4, min: 1, max: 512, whole: true, step: 1 }],
  texts: [
    { key: 'sentence 1', label: 'Sentence 1', start: 'Hi my name is Anil' },
    { key: 'sentence 2', label: 'Sentence 2', start: 'I like coding' },
    { key: 'sentence 3', label: 'Sentence 3', start: 'I like Indian cricket' },
    { key: 'pair 1', label: 'One order', start: 'Hi, my name is Anil kumar' },
    { key: 'pair 2', label: 'Another order', start: 'Hi, Anil kumar is name my' },
  ],
  quantities: [
    { key: 'largest', label: 'The largest of the three nets', unit: 'parameters' },
    { key: 'shortest', label: 'The shortest of the three sentences', unit: 'words' },
    { key: 'sentences', label: 'The number of sentences' },
    { key: 'tokens', label: 'The number of words in all', unit: 'words' },
    { key: 'vocabulary', label: 'The vocabulary', unit: 'words' },
    { key: 'recurrent', label: 'The recurrent layer', unit: 'parameters' },
    { key: 'pair length', label: 'The longer sentence of the pair', unit: 'words' },
    {
      ...{ key: 'same words', label: 'Whether the pair has the same words in another order (1 or 0)' },
      answers: {
        yes: 'Both have the same words, in another order.',
        no: 'They must have the same words, in another order.',
      },
    },
    { key: 'averaged apart', label: 'The distance between the averaging net’s two answers' },
    { key: 'recurrent apart', label: 'The distance between the recurrent net’s two answers' },
  ],
  measure(values) {
    const { sentences, tokens, vocabulary, recurrent } = orderCounts(values)
    const pair = orderPair(values)
    const lengths = sentences.map((sentence) => sentence.words.length)
    const apart = ([a, b]: number[]) => Math.abs(a - b)
    const other = pair.first.join(' ') !== pair.second.join(' ')
    return {
      largest: sentences.length ? Math.max(...sentences.map(({ byVocabulary }) => byVocabulary)) : Number.NaN,
      shortest: sentences.length ? Math.min(...lengths) : Number.NaN,
      ...{ sentences: sentences.length, tokens, vocabulary: vocabulary.length, recurrent },
      'pair length': Math.max(pair.first.length, pair.second.length),
      'same words': pair.sameWords && other ? 1 : 0,
      'averaged apart': apart(pair.averaged),
      'recurrent apart': apart(pair.recurrent),
    }
  },
  tasks: [
    {
      id: 'small',
      ask: 'Rewrite the three sentences so that, with a vocabulary, no net needs more than 100 parameters. Keep the 4 hidden units and at least two words in each sentence.',
      hint: 'The count is (vocabulary × words) × hidden + hidden. Shorter sentences help; so do sentences that share their words.',
      conditions: [
        { quantity: 'largest', is: 'at most', value: 100 },
        { quantity: 'shortest', is: 'at least', value: 2 },
        { quantity: 'sentences', is: 'at least', value: 3 },
      ],
      keeps: ['hidden'],
    },
    {
      id: 'pair',
      ask: 'Find a pair of at most four words each that an averaging net cannot tell apart: the same words, in an order that changes the meaning.',
      hint: 'Put “not” before another word: “not good but bad” says the opposite of … what?',
      conditions: [
        { quantity: 'same words', is: 'at least', value: 1 },
        { quantity: 'pair length', is: 'at most', value: 4 },
        { quantity: 'averaged apart', is: 'at most', value: 1e-9 },
        { quantity: 'recurrent apart', is: 'at least', value: 1e-4 },
      ],
    },
  ],
}
