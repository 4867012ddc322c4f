import { describe, expect, it } from 'vitest'
import { decayOf } from '../../../shared/engine/gradients/decay.ts'
import { bySentence, rootMeanSquare } from '../../../shared/engine/gradients/norms.ts'

const halving = [Float64Array.of(1, 2, 4, 8), Float64Array.of(4, 8)]

describe('the decay of a gradient', () => {
  it('is a half per word and a half-life of one word when every norm is half of the next', () => {
    const decay = decayOf('h', halving, 5)
    expect(decay.perWord).toBeCloseTo(0.5, 12)
    expect(decay.halfLife).toBeCloseTo(1, 12)
    expect(decay.firstToLast).toBeCloseTo((1 / 8 + 1 / 2) / 2, 12)
  })

  it('stands from the first word and from the last', () => {
    const { byTimestep, byDistance } = decayOf('h', halving, 5)
    const rms = (...values: number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length)
    const expectClose = (got: (number | null)[], wanted: (number | null)[]) =>
      got.forEach((x, n) => (wanted[n] === null ? expect(x).toBeNull() : expect(x).toBeCloseTo(wanted[n], 12)))
    expectClose(byTimestep, [rms(1, 4), rms(2, 8), 4, 8, null])
    expectClose(byDistance, [rms(8, 8), rms(4, 4), 2, 1, null])
  })

  it('has no half-life where the norm grows, and the median is of the middle sentence', () => {
    const decay = decayOf('h', [Float64Array.of(9, 3), Float64Array.of(2, 2), Float64Array.of(100, 1)], 2)
    expect(decay.halfLife).toBeNull()
    expect(decay.firstToLast).toBe(3)
  })

  it('is unknown for sentences of one word, for no sentence and for zeros', () => {
    for (const sentences of [[], [Float64Array.of(1)], [Float64Array.of(0, 0)]])
      expect(decayOf('x', sentences, 2)).toMatchObject({ perWord: null, halfLife: null, firstToLast: null })
  })

  it('survives norms whose squares underflow', () => {
    const decay = decayOf('h', [Float64Array.of(1e-200, 1e-190)], 2)
    expect(decay.perWord! / 1e-10).toBeCloseTo(1, 9)
    expect(decay.byTimestep[0]! / 1e-200).toBeCloseTo(1, 9)
  })
})

describe('norms by sentence', () => {
  const shape = { T: 3, B: 3, padding: 'before', wordSums: false, tableRows: 1, rowsPerPosition: 0 } as const
  const batch = {
    ...{ count: 2, lengths: Int32Array.of(2, 1, 0), first: Int32Array.of(1, 2, 0), indices: Int32Array.of(0, 1, -1) },
    ...{
      ids: new Int32Array(9),
      mask: new Float32Array(9),
      labels: new Int32Array(3),
      weights: Float32Array.of(1, 1, 0),
    },
  }

  it('leave out padding and undo the mean over the batch, in either layout', () => {
    const timeFirst = { ...batch, shape: { ...shape, layout: 'time-first' as const } }
    expect(bySentence([90, 91, 92, 1, 93, 94, 2, 3, 95], timeFirst)).toEqual([
      Float64Array.of(2, 4),
      Float64Array.of(6),
    ])
    const sentenceFirst = { ...batch, shape: { ...shape, layout: 'sentence-first' as const } }
    expect(bySentence([90, 1, 2, 91, 92, 3, 93, 94, 95], sentenceFirst)).toEqual([
      Float64Array.of(2, 4),
      Float64Array.of(6),
    ])
  })

  it('show a number that is not finite instead of hiding it', () => {
    expect(rootMeanSquare([Float64Array.of(NaN), Float64Array.of(1)], 1, 'first')).toEqual([NaN])
    expect(rootMeanSquare([Float64Array.of(Infinity)], 1, 'first')).toEqual([Infinity])
  })
})
