import { describe, expect, it } from 'vitest'
import { scoreOn } from '../../../shared/labs/net/losses.ts'
import { emptyBatch } from '../../../shared/labs/net/sequence-batch.ts'
import type { TaskShape } from '../../../shared/labs/net/sequence-batch.ts'

const task = (loss: TaskShape['loss'], outputs: number): TaskShape => ({ features: 1, outputs, readout: 'last', loss })

describe('the score of a batch, by hand', () => {
  it('squared: mean squared error, right within 0.16', () => {
    const batch = emptyBatch(task('squared', 1), 1, 4)
    batch.y.set([1, 1, 1, 1])
    const { loss, right, scored } = scoreOn(task('squared', 1), [1.1, 0.85, 1.2, 0], batch)
    expect(loss).toBeCloseTo((0.01 + 0.0225 + 0.04 + 1) / 4, 6)
    expect([right, scored]).toEqual([2, 4])
  })

  it('sigmoid: -log σ(z) of the right class, without overflow', () => {
    const batch = emptyBatch(task('sigmoid', 1), 1, 3)
    batch.y.set([1, 0, 1])
    const { loss, right } = scoreOn(task('sigmoid', 1), [Math.log(3), Math.log(3), -800], batch)
    expect(loss).toBeCloseTo((-Math.log(0.75) - Math.log(0.25) + 800) / 3, 3)
    expect(right).toBe(1)
  })

  it('softmax: rows without a share or a score count for neither', () => {
    const batch = emptyBatch(task('softmax', 3), 1, 2)
    batch.y.set([0, 1, 0, 1, 0, 0])
    batch.share.set([1, 0])
    batch.scored.set([1, 0])
    const { loss, right, scored } = scoreOn(task('softmax', 3), [0, Math.log(2), 0, 5, 5, 5], batch)
    expect(loss).toBeCloseTo(-Math.log(0.5), 6)
    expect([right, scored]).toEqual([1, 1])
  })
})
