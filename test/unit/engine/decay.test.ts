import { describe, expect, it } from 'vitest'
import { keptDecay } from '../../../renderer/charts/decay-curve.ts'
import { summariseDecay } from '../../../renderer/charts/summaries.ts'
import { decayOf } from '../../../shared/engine/gradients/decay.ts'
import { diagnoseDecay } from '../../../shared/engine/gradients/diagnose-decay.ts'
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

  /**
   * By hand: two short sentences halve once, a long one loses a factor of ten per word. Each against its own last word they end
   * at ½, ½ and 0.01, of which ½ is in the middle; two words before the last one there is only the long one, 0.03, beside the root
   * mean square of 2, 4 and 3 at the last. Both are right, and the words beside them say which is which.
   */
  it('is told of the median sentence, and drawn for the longest at the far end', () => {
    const decay = decayOf('h', [Float64Array.of(1, 2), Float64Array.of(2, 4), Float64Array.of(0.03, 0.3, 3)], 3)
    expect(decay.firstToLast).toBe(0.5)
    expect(decay.perWord).toBeCloseTo((0.5 * 0.5 * 0.1 * 0.1) ** (1 / 4), 12)
    const far = 0.03 / Math.sqrt((4 + 16 + 9) / 3)
    expect(keptDecay(decay)?.points[2].y).toBeCloseTo(far, 12)
    const [{ text }] = diagnoseDecay({
      ...{ cell: 'rnn', decay, epochs: [], status: 'finished', divergence: null, chance: Math.LN2 },
    })
    expect(text).toContain('In the median sentence the gradient at the first word is 0.5 of that at the last')
    expect(text).toContain('on average each word back keeps 22 % of it')
    const said = summariseDecay([{ name: 'RNN', value: keptDecay(decay) }])
    expect(said).toContain('2 words before the last one, which only the longest sentences have')
    expect(said).toContain('the gradient is 0.0096 times that at the last word of all (root mean square')
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
