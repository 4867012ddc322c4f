import { describe, expect, it } from 'vitest'
import { adviseClipping, clippingFacts } from '../../../shared/engine/gradients/clipping-help.ts'

describe('what clipping did', () => {
  it('is counted over the steps that were recorded whole', () => {
    // By hand: norms 2, 4, 6 (mean 4); two of three are cut to 3, by 3/4 and 1/2, 5/8 on average.
    const facts = clippingFacts([2, 4, NaN, 6], [2, 3, 1, 3])!
    expect(facts).toEqual({ steps: 3, meanNorm: 4, share: 2 / 3, meanFactor: 0.625, range: [2, 40] })
  })

  it('does not take the rounding of 32 bits for clipping', () => {
    expect(clippingFacts([1], [1 - 6e-8])).toMatchObject({ share: 0, meanFactor: null })
    expect(clippingFacts([], [])).toBeNull()
  })

  it.each([
    [null, 'note', 'off'],
    [1, 'warning', 'tight'],
    [2, 'good', 'fits'],
    [40, 'good', 'fits'],
    [41, 'note', 'out of reach'],
  ])('a threshold of %s beside an average of 4 is a %s', (limit, level, word) => {
    const finding = adviseClipping(clippingFacts([2, 4, 6], [2, 3, 3])!, limit)
    expect([finding.level, finding.title]).toEqual([level, expect.stringContaining(word)])
    expect(finding.text).toContain('Pascanu')
  })
})
