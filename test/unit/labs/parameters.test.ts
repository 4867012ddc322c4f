import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parameterCount } from '../../../shared/engine/cells/parameter-count.ts'
import { countSentences, firstLayer, oneHotSizes, sentencesOf } from '../../../shared/labs/parameters/article-count.ts'
import { equalBudget } from '../../../shared/labs/parameters/equal-budget.ts'

const sentences = sentencesOf('Hi my name is Anil\n\n  I like coding\nI like Indian cricket ')

describe('the article’s count', () => {
  it('finds 12 tokens and 10 distinct words', () => {
    expect(sentences).toHaveLength(3)
    expect(oneHotSizes(sentences)).toEqual({ tokens: 12, distinct: 10 })
  })

  it('gives 244 and 148 with the tokens, 204 with the vocabulary', () => {
    const [first, second] = countSentences(sentences, 12, 4)
    expect(first.layers.ann).toEqual({ count: 244, formula: '(12 × 5) × 4 + 4 = 244' })
    expect(second.layers.ann.count).toBe(148)
    expect(countSentences(sentences, 10, 4)[0].layers.ann.count).toBe(204)
  })

  it('does not change with the sentence for recurrent cells: (V + H) · H + H, four times that for an LSTM', () => {
    for (const { layers } of countSentences(sentences, 12, 4)) {
      expect(layers.rnn.count).toBe((12 + 4) * 4 + 4)
      expect(layers.lstm.count).toBe(4 * ((12 + 4) * 4 + 4))
      expect(layers.gru.count).toBe(3 * ((12 + 4) * 4 + 4) + 4)
    }
  })

  it('agrees with the article’s LSTM of 4 inputs and 3 units: 96 parameters', () => {
    expect(firstLayer('lstm', { V: 4, L: 9, H: 3 }).count).toBe(96)
  })
})

describe('the equal-budget solver', () => {
  const numbers = fc.record({
    budget: fc.integer({ min: 1, max: 300_000 }),
    vocabularySize: fc.integer({ min: 3, max: 5000 }),
    maxLength: fc.integer({ min: 1, max: 60 }),
    classes: fc.integer({ min: 2, max: 6 }),
    embedding: fc.option(fc.integer({ min: 1, max: 64 })),
  })

  it('stays within the budget, and one unit more would not', () => {
    fc.assert(
      fc.property(numbers, ({ budget, embedding, ...dims }) => {
        const input =
          embedding === null ? ({ kind: 'one-hot' } as const) : ({ kind: 'embedding', size: embedding } as const)
        for (const { model, parameters } of equalBudget(budget, dims, input)) {
          if (!model) {
            expect(parameters.total).toBeGreaterThan(budget)
            continue
          }
          expect(parameters.total).toBe(parameterCount(model, dims).total)
          expect(parameters.total).toBeLessThanOrEqual(budget)
          if (model.hidden < 1024)
            expect(parameterCount({ ...model, hidden: model.hidden + 1 }, dims).total).toBeGreaterThan(budget)
        }
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('by hand: 100 parameters of an RNN with one-hot input of 5 words: 5 H + H² + H + H + 1 ≤ 100 holds up to H = 7', () => {
    const dims = { vocabularySize: 5, maxLength: 3, classes: 2 }
    const [{ model, parameters }] = equalBudget(100, dims, { kind: 'one-hot' }, ['rnn'])
    expect(model?.hidden).toBe(7)
    expect(parameters.total).toBe(5 * 7 + 49 + 7 + 7 + 1)
  })
})
