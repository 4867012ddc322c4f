import { describe, expect, it } from 'vitest'
import { diagnoseUpdates, updateCurves } from '../../../shared/engine/gradients/update-ratio.ts'

const snapshot = (step: number, U: [number, number | null], b: [number, number | null] = [0, 0.1]) => ({
  ...{ step, epoch: 1 },
  parameters: [
    { name: 'rnn1.U', norm: U[0], update: U[1] },
    { name: 'rnn1.b', norm: b[0], update: b[1] },
  ],
})

describe('update divided by weight', () => {
  it('is left out where no step follows and where there is no weight yet', () => {
    const [U, b] = updateCurves([
      snapshot(0, [4, 0.02]),
      snapshot(1, [5, 0.01], [0.5, 0.1]),
      snapshot(2, [5, null], [0.5, null]),
    ])
    // By hand: 0.02 / 4 and 0.01 / 5; the bias begins at zero.
    expect(U.points).toEqual([
      { step: 0, ratio: 0.005 },
      { step: 1, ratio: 0.002 },
    ])
    expect(b.points).toEqual([{ step: 1, ratio: 0.2 }])
    expect(updateCurves([])).toEqual([])
  })

  it.each([
    [1e-3, 'good', 'healthy'],
    [0.05, 'warning', 'large'],
    [1e-6, 'note', 'small'],
  ])('a typical ratio of %d is %s', (ratio, level, word) => {
    const curves = updateCurves([0, 1, 2, 3, 4].map((step) => snapshot(step, [1, step === 0 ? 1 : ratio])))
    const [finding] = diagnoseUpdates(curves)
    expect(finding.level).toBe(level)
    expect(finding.title).toContain(word)
    // The bias moves a lot at first, which says nothing.
    expect(finding.text).not.toContain('rnn1.b')
  })

  it('says nothing of a run without snapshots', () => expect(diagnoseUpdates(updateCurves([]))).toEqual([]))
})
