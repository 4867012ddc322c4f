import { describe, expect, it } from 'vitest'
import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import { encodePairs, orderPairs } from '../../../shared/labs/order/pairs.ts'
import { shuffled } from '../../../shared/labs/order/shuffle.ts'
import { padded } from '../../../shared/labs/padding/paddings.ts'
import { orderReviewsData } from '../../../shared/labs/text/order-reviews-data.ts'

const part = (...sentences: number[][]): EncodedPart => ({
  rowIds: Uint32Array.from(sentences, (_, n) => n),
  labels: Int32Array.from(sentences, (_, n) => n % 2),
  offsets: Uint32Array.from([0, ...sentences.map((_, n) => sentences.slice(0, n + 1).flat().length)]),
  ids: Int32Array.from(sentences.flat()),
})
const sentence = ({ ids, offsets }: EncodedPart, n: number) => Array.from(ids.subarray(offsets[n], offsets[n + 1]))
const long = Array.from({ length: 40 }, (_, k) => k + 2)

describe('shuffling', () => {
  const text = part(long, [2, 3, 4], [], [9])

  it('changes nothing at a share of 0', () => {
    expect(shuffled(text, 0, 1)).toEqual(text)
  })

  it.each([0.1, 0.5, 1])(
    'keeps the words of every sentence at a share of %f, and moves no more than that share',
    (share) => {
      const mixed = shuffled(text, share, 1)
      expect(mixed.offsets).toEqual(text.offsets)
      for (let n = 0; n < 4; n++) expect([...sentence(mixed, n)].sort()).toEqual([...sentence(text, n)].sort())
      const moved = sentence(mixed, 0).filter((id, k) => id !== long[k]).length
      expect(moved).toBeLessThanOrEqual(share * 40)
      expect(moved).toBeGreaterThan(0.6 * share * 40 - 2)
    },
  )

  it('is a function of the seed, and a larger share moves words where a smaller one did', () => {
    expect(shuffled(text, 0.5, 1)).toEqual(shuffled(text, 0.5, 1))
    expect(shuffled(text, 0.5, 1).ids).not.toEqual(shuffled(text, 0.5, 2).ids)
  })
})

describe('pairs of opposites', () => {
  const of = (text: string) => ['⟨pad⟩', '⟨unk⟩', ...text.split(' ')]

  it('says “not bad, good” and “not good, bad” with the words that the vocabulary knows', () => {
    expect(orderPairs(of('not good bad dull'))).toEqual([
      { favourable: ['not', 'bad', 'good'], unfavourable: ['not', 'good', 'bad'] },
    ])
  })

  it('says whole sentences where it knows their words, always of the same words', () => {
    const pairs = orderPairs(of('the film was it not good bad great terrible'))
    expect(pairs).toHaveLength(2)
    for (const { favourable, unfavourable } of pairs) {
      expect(favourable.join(' ')).toMatch(/^the film was not \w+ it was \w+$/)
      expect([...favourable].sort()).toEqual([...unfavourable].sort())
    }
  })

  it('has none without a “not” or without opposites', () => {
    expect(orderPairs(of('good bad'))).toEqual([])
    expect(orderPairs(of('not good'))).toEqual([])
  })

  it('encodes them in turn, by the vocabulary', () => {
    const words = of('not good bad')
    expect(sentence(encodePairs(orderPairs(words), words, 10), 1)).toEqual([2, 3, 4])
  })
})

describe('padding spelled out', () => {
  const text = part([5, 6], [7])

  it('stands behind the words, before them, or nowhere', () => {
    expect(Array.from(padded(text, 'after', 4).ids)).toEqual([5, 6, 0, 0, 7, 0, 0, 0])
    expect(Array.from(padded(text, 'before', 4).ids)).toEqual([0, 0, 5, 6, 0, 0, 0, 7])
    expect(Array.from(padded(text, 'after', 4).offsets)).toEqual([0, 4, 8])
    expect(padded(text, 'masked', 4)).toBe(text)
  })
})

it('the order reviews of the laboratories are those of the sample: 2,600, 400 and 600 sentences in two equal classes', () => {
  const { data } = orderReviewsData()
  expect(Object.values(data.parts).map(({ labels }) => labels.length)).toEqual([2600, 400, 600])
  for (const { labels } of Object.values(data.parts)) expect(labels.reduce((a, b) => a + b, 0)).toBe(labels.length / 2)
})
