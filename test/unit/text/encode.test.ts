import { describe, it, expect } from 'vitest'
import { coverage, encodePart, encodeSentence, unknownRate } from '../../../shared/text/encode.ts'
import { packEncoded, unpackEncoded } from '../../../shared/contract/encoded.ts'

const index = new Map([
  ['movie', 2],
  ['was', 3],
  ['good', 4],
])

describe('encoding', () => {
  it('maps words to ids and words that are not in the vocabulary to 1', () => {
    expect([...encodeSentence(['movie', 'was', 'meh'], index, { maxLength: 5, truncation: 'end' })]).toEqual([2, 3, 1])
  })

  it('truncates a long sentence at the chosen end', () => {
    const sentence = ['movie', 'was', 'good']
    expect([...encodeSentence(sentence, index, { maxLength: 2, truncation: 'end' })]).toEqual([2, 3])
    expect([...encodeSentence(sentence, index, { maxLength: 2, truncation: 'start' })]).toEqual([3, 4])
  })

  it('lays a part out so that it survives packing, empty sentences included', () => {
    const rows = [
      { id: 7, label: 1, words: ['movie', 'was', 'good'] },
      { id: 9, label: 0, words: [] },
      { id: 11, label: 0, words: ['meh'] },
    ]
    const part = encodePart(rows, index, { maxLength: 2, truncation: 'end' })
    expect([...part.rowIds]).toEqual([7, 9, 11])
    expect([...part.labels]).toEqual([1, 0, 0])
    expect([...part.offsets]).toEqual([0, 2, 2, 3])
    expect([...part.ids]).toEqual([2, 3, 1])
    expect(unpackEncoded(packEncoded(part).buffer)).toEqual(part)
  })

  it('measures unknown words and coverage', () => {
    expect(unknownRate({ ids: Int32Array.of(1, 2, 3, 1) })).toBe(0.5)
    expect(unknownRate({ ids: new Int32Array() })).toBe(0)
    expect(coverage([1, 2, 3, 4], 3)).toBe(0.75)
    expect(coverage([], 3)).toBe(1)
  })
})
