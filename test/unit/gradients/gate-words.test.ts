import { describe, expect, it } from 'vitest'
import { unitWords } from '../../../shared/engine/gradients/gate-words.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { randomModel } from '../inspect/random-models.ts'

const { model } = randomModel({ cell: 'lstm', length: 6, hidden: 3 }, 5)
const sentences = [
  [1, 2, 3],
  [3, 1, 1, 4],
]
const traces = sentences.map((ids) => trace(model, ids))
const place = { layer: 1, direction: 'forward' as const }

describe('the words that a unit answers', () => {
  it('come with the mean of its gate over the places where they stand', () => {
    const found = unitWords(traces, { ...place, count: 2 })
    const forget = found.find(({ gate, unit }) => gate === 'f' && unit === 2)!
    const words = [...forget.lowest, ...forget.highest]
    for (const { id, mean, times } of words) {
      const values = traces.flatMap(({ passes: [{ steps }] }, n) =>
        steps.filter(({ word }) => sentences[n][word] === id).map(({ gates }) => gates[1].value[2]),
      )
      expect(times).toBe(values.length)
      expect(mean).toBeCloseTo(values.reduce((a, b) => a + b, 0) / values.length, 12)
    }
    expect(words.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4])
    expect(Math.max(...forget.lowest.map(({ mean }) => mean))).toBeLessThanOrEqual(
      Math.min(...forget.highest.map(({ mean }) => mean)),
    )
  })

  it('are listed for every unit and sigmoid gate, and for the candidate', () => {
    const found = unitWords(traces, { ...place, count: 1 })
    expect(new Set(found.map(({ gate }) => gate))).toEqual(new Set(['i', 'f', 'o', null]))
    expect(found).toHaveLength(4 * 3)
    expect(unitWords(traces, { ...place, layer: 2, count: 1 })).toEqual([])
  })
})
