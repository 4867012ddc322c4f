import { describe, it, expect } from 'vitest'
import fc from 'fast-check'
import { buildVocabulary, indexVocabulary } from '../../../shared/text/vocabulary.ts'
import { encodeSentence } from '../../../shared/text/encode.ts'

const all = { minCount: 1, maxSize: 1000 }

describe('vocabulary', () => {
  it('numbers words from 2 by falling count, then code point order', () => {
    const { words, counts } = buildVocabulary(
      [
        ['b', 'a', 'c'],
        ['c', 'b', 'c'],
      ],
      all,
    )
    expect(words).toEqual(['⟨pad⟩', '⟨unk⟩', 'c', 'b', 'a'])
    expect(counts).toEqual([0, 0, 3, 2, 1])
  })

  it('orders equal counts by code point, emoji after every letter of the basic plane', () => {
    const words = ['\u{1F44D}', '\uFB01', 'z', 'Z', 'é']
    expect(buildVocabulary([words], all).words.slice(2)).toEqual(['Z', 'z', 'é', '\uFB01', '\u{1F44D}'])
  })

  it('drops rare words and the excess over the maximum size, and says how many', () => {
    const sentences = [['a', 'a', 'a', 'b', 'b', 'c', 'c', 'd']]
    const rare = buildVocabulary(sentences, { minCount: 2, maxSize: 1000 })
    expect(rare.words.slice(2)).toEqual(['a', 'b', 'c'])
    expect([rare.dropped, rare.counts[1]]).toEqual([1, 1])
    const small = buildVocabulary(sentences, { minCount: 1, maxSize: 2 })
    expect(small.words.slice(2)).toEqual(['a', 'b'])
    expect([small.dropped, small.counts[1]]).toEqual([2, 3])
  })

  it('does not depend on the order of the sentences', () => {
    const sentence = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'é', '👍'), { maxLength: 6 })
    fc.assert(
      fc.property(fc.array(sentence), fc.nat({ max: 3 }), (sentences, extra) => {
        const rules = { minCount: 1 + extra, maxSize: 4 }
        expect(buildVocabulary([...sentences].reverse(), rules)).toEqual(buildVocabulary(sentences, rules))
      }),
    )
  })

  it('gives a review that spells the padding mark neither id 0 nor id 1', () => {
    const { words } = buildVocabulary([['⟨pad⟩', 'toString', '__proto__', 'constructor']], all)
    const index = indexVocabulary(words)
    const ids = encodeSentence(['⟨pad⟩', '__proto__', 'constructor'], index, { maxLength: 9, truncation: 'end' })
    expect(Math.min(...ids)).toBeGreaterThanOrEqual(2)
    const unseen = indexVocabulary(buildVocabulary([['good']], all).words)
    expect([...encodeSentence(['⟨pad⟩', 'hasOwnProperty'], unseen, { maxLength: 9, truncation: 'end' })]).toEqual([
      1, 1,
    ])
  })
})
