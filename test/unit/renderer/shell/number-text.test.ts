import { describe, expect, it } from 'vitest'
import { readNumber } from '../../../../renderer/components/number-text.ts'

describe('a number field', () => {
  it.each([
    ['32', 32],
    [' 0.005 ', 0.005],
    ['5e-3', 0.005],
    ['.5', 0.5],
    ['1,000', 1000],
    ['1 000 000', 1_000_000],
    ['-3', -3],
  ])('reads %j as %d', (typed, value) => {
    expect(readNumber(typed, {})).toEqual({ ok: true, value })
  })

  it.each([
    ['', {}, 'Give a number.'],
    ['abc', {}, '“abc” is not a number.'],
    ['0x10', {}, '“0x10” is not a number.'],
    ['Infinity', {}, '“Infinity” is not a number.'],
    ['1e999', {}, '“1e999” is too large.'],
    ['0,5', {}, 'Write the decimals with a point: 0.5'],
    ['1.5', { whole: true }, 'Give a whole number.'],
    ['0', { min: 1 }, 'At least 1.'],
    ['20001', { max: 20_000 }, 'At most 20,000.'],
  ])('refuses %j under %o with a reason', (typed, rule, complaint) => {
    expect(readNumber(typed, rule)).toEqual({ ok: false, complaint })
  })

  it('reads an empty optional field as null', () => {
    expect(readNumber('  ', { optional: true, min: 1 })).toEqual({ ok: true, value: null })
  })
})
