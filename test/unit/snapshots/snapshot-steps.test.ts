import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { snapshotSteps } from '../../../shared/engine/training/snapshot-steps.ts'

describe('the steps at which a run keeps a snapshot', () => {
  it('are dense in the first epoch, then even, the last step among them', () => {
    // By hand: 0, 1, 2 … 64 and the last are 9, which leaves 31: three for each of ten epochs of 100 steps.
    const steps = snapshotSteps({ epochs: 10, stepsPerEpoch: 100 })
    expect(steps.slice(0, 10)).toEqual([0, 1, 2, 4, 8, 16, 32, 33, 64, 67])
    expect(steps.slice(10, 14)).toEqual([100, 133, 167, 200])
    expect(steps.at(-1)).toBe(1000)
  })

  it('stand at ends of epochs where there are more epochs than snapshots', () => {
    const steps = snapshotSteps({ epochs: 500, stepsPerEpoch: 8 })
    expect(steps.slice(0, 5)).toEqual([0, 1, 2, 4, 15 * 8])
    expect(steps.slice(5, -1).every((step) => step % (15 * 8) === 0)).toBe(true)
  })

  it('are about forty, rise, begin with 0 and end with the last step, whatever the run', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 20_000 }), (epochs, stepsPerEpoch) => {
        const steps = snapshotSteps({ epochs, stepsPerEpoch })
        expect(steps.length).toBeLessThanOrEqual(41)
        expect(steps.length).toBeGreaterThanOrEqual(Math.min(15, epochs * stepsPerEpoch))
        expect(steps.every((step, at) => Number.isInteger(step) && (at === 0 || step > steps[at - 1]))).toBe(true)
        expect([steps[0], steps.at(-1)]).toEqual([0, epochs * stepsPerEpoch])
      }),
    )
  })
})
