import { describe, expect, it } from 'vitest'
import { lengthBars, positionOf } from '../../../../renderer/views/data/length-bars.ts'

const lengths = {
  min: 3,
  median: 5,
  p95: 9,
  max: 40,
  histogram: [
    { upTo: 2, rows: 0 },
    { upTo: 4, rows: 10 },
    { upTo: 8, rows: 20 },
    { upTo: 12, rows: 5 },
  ],
}

describe('the bars of a length histogram', () => {
  it('start at the shortest row, end at the longest, and are as high as their share of the tallest', () => {
    expect(lengthBars(lengths)).toEqual([
      { from: 3, to: 4, rows: 10, share: 0.5 },
      { from: 5, to: 8, rows: 20, share: 1 },
      { from: 9, to: 40, rows: 5, share: 0.25 },
    ])
  })

  it('are none for a data set without rows', () => {
    expect(lengthBars({ min: 0, median: 0, p95: 0, max: 0, histogram: [] })).toEqual([])
    expect(positionOf(5, [])).toBe(0)
  })

  it('have a place for every number of words, in order', () => {
    const bars = lengthBars(lengths)
    const places = [3, 4, 5, 8, 9, 40].map((words) => positionOf(words, bars))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    // 5 is the first of four lengths in the second of three bars: (1 + 1/8) / 3.
    expect(positionOf(5, bars)).toBeCloseTo(0.375, 10)
    expect(positionOf(99, bars)).toBe(1)
  })
})
