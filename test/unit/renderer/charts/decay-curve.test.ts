import { describe, expect, it } from 'vitest'
import { curveOf, halfLifeOf, halfLifeWords, keptDecay, latestDecay } from '../../../../renderer/charts/decay-curve.ts'
import { seriesOf } from '../../../../renderer/charts/metric-series.ts'

describe('the decay of the gradient per word', () => {
  it('of a gradient that halves with every word is one half, with a half-life of one word', () => {
    const curve = curveOf('h', [8, 4, 2, 1], 10)
    expect(curve.points.map(({ y }) => y)).toEqual([1, 0.5, 0.25, 0.125])
    expect(curve.perWord).toBeCloseTo(0.5, 12)
    expect(curve.halfLife).toBeCloseTo(1, 12)
  })

  it('has no half-life where the gradient is kept or grows', () => {
    expect(curveOf('h', [1, 1, 1], 1).halfLife).toBeNull()
    expect(curveOf('h', [1, 2, 4], 1).halfLife).toBeNull()
    expect(halfLifeOf(0.9)).toBeCloseTo(6.58, 2)
  })

  it('claims no more than the mean: without a half-life single words may still fall behind', () => {
    expect(halfLifeWords(curveOf('h', [0.2, 1, 1], 1))).not.toContain('shrink')
    expect(halfLifeWords({ halfLife: null, perWord: 1 })).toBe('no steady fade per word')
    expect(halfLifeWords({ halfLife: 6.91, perWord: 0.9 })).toBe('half is left after 6.9 words')
    expect(halfLifeWords({ halfLife: null, perWord: 1.2 })).toBe('it grows by 1.2 per word')
  })

  it('is read from the latest recorded step; distances no sentence has are left out', () => {
    const series = seriesOf({
      columns: ['step', 'h-last:0', 'h-last:1', 'h-last:2'],
      values: Float64Array.of(5, 1, 1, 1, 10, 2, 1, NaN),
    })
    expect(latestDecay(series)).toMatchObject({
      of: 'h',
      step: 10,
      points: [
        { x: 0, y: 1 },
        { x: 1, y: 0.5 },
      ],
    })
  })

  it('falls back to the input where there is no hidden state over time', () => {
    const series = seriesOf({ columns: ['step', 'x-last:0', 'x-last:1'], values: Float64Array.of(1, 4, 4) })
    expect(latestDecay(series)?.of).toBe('x')
    expect(latestDecay(seriesOf({ columns: ['step'], values: Float64Array.of(1) }))).toBeNull()
  })

  it('keeps the measured numbers of a finished run', () => {
    const decay = {
      of: 'h' as const,
      perWord: 0.7,
      halfLife: 1.9,
      firstToLast: 0.1,
      byTimestep: [],
      byDistance: [2, 1, null],
    }
    expect(keptDecay(decay)).toMatchObject({ perWord: 0.7, halfLife: 1.9, points: [{ y: 1 }, { y: 0.5 }] })
    expect(keptDecay(null)).toBeNull()
  })
})
