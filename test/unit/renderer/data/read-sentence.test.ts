import { describe, expect, it } from 'vitest'
import { readSentence } from '../../../../renderer/views/vocabulary/read-sentence.ts'
import { defaultText } from '../../../../shared/contract/spec.ts'

const index = new Map([
  ['not', 2],
  ['good', 3],
])

describe('a sentence as a model reads it', () => {
  it('has ids, unknown words and padding up to its length', () => {
    const { tokens, padding } = readSentence('NOT so good!', { ...defaultText, maxLength: 5 }, index)
    expect(tokens).toEqual([
      { typed: 'NOT', word: 'not', id: 2, unknown: false, used: true, start: 0, end: 3 },
      { typed: 'so', word: 'so', id: 1, unknown: true, used: true, start: 4, end: 6 },
      { typed: 'good', word: 'good', id: 3, unknown: false, used: true, start: 7, end: 11 },
    ])
    expect(padding).toEqual({ count: 2, side: 'after' })
  })

  it.each([
    ['end', [true, true, false]],
    ['start', [false, true, true]],
  ] as const)('loses its %s when it is too long', (truncation, used) => {
    const reading = readSentence('not so good', { ...defaultText, maxLength: 2, truncation }, index)
    expect(reading.tokens.map((token) => token.used)).toEqual(used)
    expect(reading.padding.count).toBe(0)
  })

  it('is all padding when it is empty', () => {
    expect(readSentence('  ', { ...defaultText, padding: 'before' }, index)).toEqual({
      tokens: [],
      padding: { count: 40, side: 'before' },
    })
  })
})
