import { describe, expect, it } from 'vitest'
import { placesAround } from '../../../../renderer/views/vocabulary/one-hot.ts'
import { decades, zipfPoints, zipfScale } from '../../../../renderer/views/vocabulary/zipf.ts'

describe('the places of a one-hot vector that are drawn', () => {
  it.each([
    [57, 1000, [0, 1, null, 56, 57, 58, null, 999]],
    [0, 1000, [0, 1, null, 999]],
    [2, 1000, [0, 1, 2, 3, null, 999]],
    [999, 1000, [0, 1, null, 998, 999]],
    [3, 5, [0, 1, 2, 3, 4]],
    [0, 1, [0]],
  ])('for id %d of %d are %j', (id, size, places) => {
    expect(placesAround(id, size)).toEqual(places)
  })
})

describe('the frequency plot', () => {
  it('has the first and the last word, every rank at most once, and few points', () => {
    const counts = Array.from({ length: 20_000 }, (_, i) => Math.ceil(20_000 / (i + 1)))
    const ranks = zipfPoints(counts).map((point) => point.rank)
    expect(ranks[0]).toBe(1)
    expect(ranks.at(-1)).toBe(20_000)
    expect(new Set(ranks).size).toBe(ranks.length)
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    expect(ranks.length).toBeLessThan(120)
    expect(zipfPoints([])).toEqual([])
  })

  it('shows each word by its own count', () => {
    expect(zipfPoints([9, 4, 1])).toEqual([
      { rank: 1, count: 9 },
      { rank: 2, count: 4 },
      { rank: 3, count: 1 },
    ])
  })

  it('finds the scale of counts that follow the law exactly', () => {
    const exact = [1, 2, 4, 8].map((rank) => ({ rank, count: 1200 / rank }))
    expect(zipfScale(exact)).toBeCloseTo(1200, 6)
    expect(zipfScale([])).toBe(0)
  })

  it('has ticks that enclose every count', () => {
    expect(decades(1)).toEqual([1])
    expect(decades(10)).toEqual([1, 10])
    expect(decades(3262)).toEqual([1, 10, 100, 1000, 10_000])
  })
})
