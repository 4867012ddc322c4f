import { describe, expect, it } from 'vitest'
import type { PredictedToken } from '../../../../shared/contract/trainer.ts'
import { orderPairs, pickExamples } from '../../../../renderer/views/compare/order-examples.ts'
import {
  alignTokens,
  sentenceContent,
  sentenceLabels,
  summariseSentence,
  verdict,
} from '../../../../renderer/views/compare/sentence-content.ts'

const token = (word: string, positive: number, more: Partial<PredictedToken> = {}): PredictedToken => ({
  word,
  id: 2,
  unknown: false,
  used: true,
  probabilities: [1 - positive, positive],
  ...more,
})
const cut = (word: string) => token(word, 0, { used: false, probabilities: [] })
const look = { colour: '#000000', mark: 'circle' as const, sign: '●' }
const belief = (name: string, tokens: PredictedToken[]) => ({ id: name, name, model: name, index: 0, look, tokens })

describe('the probability after every word', () => {
  const rnn = belief('RNN', [token('not', 0.4), token('good', 0.9), token('zorb', 0.2, { unknown: true })])

  it('is a line per model over the words, with unknown words marked', () => {
    const content = sentenceContent([rnn], 1, 'positive')
    expect(content.labels).toEqual(['not', 'good', 'zorb (?)'])
    expect(content.lines[0].points).toEqual([
      { x: 0, y: 0.4 },
      { x: 1, y: 0.9 },
      { x: 2, y: 0.2 },
    ])
    // Its words stand at the end, off the line: all models begin on it.
    expect(content.marks).toEqual([expect.objectContaining({ value: 0.5, at: 0.99, above: true })])
  })

  it('ends where a model stopped reading', () => {
    const short = belief('ANN', [token('not', 0.4), cut('good')])
    expect(sentenceContent([rnn, short], 1, 'positive').lines[1].points).toEqual([{ x: 0, y: 0.4 }])
    expect(verdict(short.tokens)).toEqual({ label: 0, probability: 0.6 })
    expect(verdict([cut('x')])).toBeNull()
  })

  it('lines up models that split the sentence differently', () => {
    const longest = ['Not', ',', 'good', ',', 'bad'].map((word) => token(word, 0.5))
    const fewer = ['not', 'good', 'bad'].map((word) => token(word, 0.5))
    expect(alignTokens(fewer, longest)).toEqual([0, 2, 4])
    expect(alignTokens([token('other', 0.5)], longest)).toEqual([null])
    expect(sentenceLabels([belief('a', fewer), belief('b', longest)])).toHaveLength(5)
  })

  it('is told in words, with where a model changed its mind', () => {
    expect(summariseSentence([rnn], ['negative', 'positive'])).toBe(
      'RNN: negative with 80.0 %, having changed its mind at “good”, “zorb”.',
    )
    expect(summariseSentence([], [])).toBe('No model has read a sentence yet.')
  })
})

describe('examples to press', () => {
  const rows = [
    { text: 'It was not good, bad.', label: 0 },
    { text: 'It was not bad, good!', label: 1 },
    { text: 'It was not bad, good', label: 1 },
    { text: 'the whole evening was a delight', label: 1 },
    { text: 'the whole evening was a disaster', label: 0 },
    { text: 'fine', label: 1 },
  ]

  it('are pairs with the same words and different labels first', () => {
    expect(orderPairs(rows, 5)).toEqual([[rows[0], rows[1]]])
  })

  it('then sentences of each class in turn, never one twice, however few there are', () => {
    const picked = pickExamples(rows, 2, 6)
    expect(picked.slice(0, 2)).toEqual([rows[0], rows[1]])
    expect(new Set(picked.map(({ text }) => text)).size).toBe(picked.length)
    expect(pickExamples([], 2)).toEqual([])
  })
})
