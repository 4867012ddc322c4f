import { describe, it, expect } from 'vitest'
import { generateOrderReviews } from '../../../shared/tasks/negation-grammar.ts'
import type { OrderReview } from '../../../shared/tasks/negation-grammar.ts'
import { adjectives, allTopics, baseVerbs, feelings, pastVerbs } from '../../../shared/tasks/negation-lexicon.ts'
import { words } from '../../../shared/text/tokenise.ts'

const rules = { lowercase: true, punctuation: 'drop' } as const
const reviews = generateOrderReviews()
const parts = ['train', 'validation', 'test'] as const
const bagOf = ({ text }: OrderReview) => words(text, rules).sort().join(' ')

describe('the order reviews', () => {
  it('are at least 2,000, of both labels in equal number, each part included', () => {
    expect(reviews.length).toBeGreaterThanOrEqual(2000)
    for (const part of parts) {
      const own = reviews.filter((review) => review.part === part)
      expect(own.filter((review) => review.label === 'positive').length).toBe(own.length / 2)
      expect(own.length).toBeGreaterThanOrEqual(400)
    }
  })

  it('are short, and no two of them have the same words in the same order', () => {
    const sequences = reviews.map(({ text }) => words(text, rules))
    expect(new Set(sequences.map((sequence) => sequence.join(' '))).size).toBe(reviews.length)
    expect(Math.max(...sequences.map((sequence) => sequence.length))).toBeLessThanOrEqual(24)
    expect(Math.min(...sequences.map((sequence) => sequence.length))).toBe(3)
  })

  it('are the same for the same seed and others for another', () => {
    expect(generateOrderReviews()).toEqual(reviews)
    expect(generateOrderReviews(2)).not.toEqual(reviews)
  })

  it('use every word equally often under either label, in each part: single words say nothing', () => {
    for (const part of parts) {
      const balance = new Map<string, number>()
      for (const { text, label } of reviews.filter((review) => review.part === part))
        for (const word of words(text, rules))
          balance.set(word, (balance.get(word) ?? 0) + (label === 'positive' ? 1 : -1))
      expect([...balance].filter(([, difference]) => difference !== 0)).toEqual([])
    }
  })

  it('let the best possible model of bags of words reach at most 75 % of the test part', () => {
    const test = reviews.filter((review) => review.part === 'test')
    let right = 0
    for (const [, same] of Map.groupBy(test, bagOf)) {
      const positive = same.filter((review) => review.label === 'positive').length
      right += Math.max(positive, same.length - positive)
    }
    expect(right / test.length).toBeLessThanOrEqual(0.75)
  })

  it('give logistic regression on bags of words no hold on the test part', () => {
    expect(bagOfWordsAccuracy()).toBeLessThan(0.6)
  })

  it('combine construction, opinion and topic in the test part as nowhere else, out of words that all occur elsewhere', () => {
    const lexicon = new Set(
      reviews.filter((review) => review.part !== 'test').flatMap(({ text }) => words(text, rules)),
    )
    for (const { text, part } of reviews)
      if (part === 'test') for (const word of words(text, rules)) expect(lexicon).toContain(word)

    // Independent of the generator's rule: the combination is read off the finished sentence.
    const opinions = [adjectives, pastVerbs, baseVerbs, feelings].flatMap((pairs) =>
      pairs.flatMap(({ favourable, unfavourable }) => [favourable, unfavourable]),
    )
    const combinations = (held: boolean) =>
      new Set(
        reviews
          .filter((review) => (review.part === 'test') === held)
          .flatMap(({ text, construction }) => {
            const said = ` ${words(text, rules).join(' ')} `
            const topics = allTopics.filter(({ noun }) => said.includes(` ${noun} `))
            expect(topics.length).toBe(1)
            return opinions
              .filter((word) => said.includes(` ${word} `))
              .map((word) => `${construction}/${topics[0].noun}/${word}`)
          }),
      )
    const trained = combinations(false)
    const tested = combinations(true)
    expect(tested.size).toBeGreaterThan(300)
    expect([...tested].filter((combination) => trained.has(combination))).toEqual([])
  })
})

/** Logistic regression by gradient descent on word counts: trained on the train part, accuracy on the test part. */
function bagOfWordsAccuracy(): number {
  const weights = new Map<string, number>()
  let bias = 0
  const score = (found: string[]) => found.reduce((sum, word) => sum + (weights.get(word) ?? 0), bias)
  const rows = reviews.map(({ text, label, part }) => ({
    found: words(text, rules),
    y: label === 'positive' ? 1 : 0,
    part,
  }))
  const train = rows.filter((row) => row.part === 'train')
  for (let epoch = 0; epoch < 5; epoch++)
    for (const { found, y } of train) {
      const error = 0.05 * (y - 1 / (1 + Math.exp(-score(found))))
      bias += error
      for (const word of found) weights.set(word, (weights.get(word) ?? 0) + error)
    }
  const test = rows.filter((row) => row.part === 'test')
  return test.filter(({ found, y }) => (score(found) > 0 ? 1 : 0) === y).length / test.length
}
