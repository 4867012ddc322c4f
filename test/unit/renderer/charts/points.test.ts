import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seriesOf } from '../../../../renderer/charts/metric-series.ts'
import { curveOf, positive, smooth, thin } from '../../../../renderer/charts/points.ts'

const line = (...y: number[]) => ({ x: Float64Array.from(y, (_, x) => x), y: Float64Array.from(y) })

describe('points of a curve', () => {
  it('leave out what is not finite', () => {
    const series = seriesOf({
      columns: ['step', 'loss'],
      values: Float64Array.of(1, 0.5, 2, NaN, 3, Infinity, 4, 0.25),
    })
    expect(thin(curveOf(series, 'loss'))).toEqual([
      { x: 1, y: 0.5 },
      { x: 4, y: 0.25 },
    ])
    expect(thin(curveOf(series, 'norm'))).toEqual([])
  })

  it('smoothing leaves a constant line alone from its first point on', () => {
    for (const y of smooth(line(3, 3, 3, 3), 0.9).y) expect(y).toBeCloseTo(3, 12)
  })

  it('smoothing gives the weighted mean of what came before', () => {
    // By hand, keep = 0.5: weights 1/4, 1/2 over their sum 3/4.
    const [first, second] = smooth(line(2, 8), 0.5).y
    expect(first).toBe(2)
    expect(second).toBeCloseTo((2 * 0.25 + 8 * 0.5) / 0.75, 12)
  })

  it('thinning keeps both ends, the order, and the highest and lowest point', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3000 }),
        (values) => {
          const kept = thin(line(...values), 100)
          expect(kept.length).toBeLessThanOrEqual(Math.max(100, 0))
          expect(kept[0]).toEqual({ x: 0, y: values[0] })
          expect(kept[kept.length - 1]).toEqual({ x: values.length - 1, y: values[values.length - 1] })
          expect(kept.every(({ x }, at) => at === 0 || x > kept[at - 1].x)).toBe(true)
          expect(Math.max(...kept.map(({ y }) => y))).toBe(Math.max(...values))
          expect(Math.min(...kept.map(({ y }) => y))).toBe(Math.min(...values))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('a logarithmic axis gets only what is above zero', () => {
    expect(thin(positive(line(0, 1, -1, 1e-30)))).toEqual([
      { x: 1, y: 1 },
      { x: 3, y: 1e-30 },
    ])
  })
})
