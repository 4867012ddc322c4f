import { describe, expect, it } from 'vitest'
import { backwardTrace, gradientOf } from '../../../shared/engine/inspect/backward-trace.ts'
import { normsByWord } from '../../../shared/engine/inspect/contributions.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { contributionTriangles } from '../../../shared/engine/inspect/triangle.ts'
import { randomModel } from './random-models.ts'

function triangles(options: Parameters<typeof randomModel>[0], seed: number) {
  const { model, ids, label } = randomModel(options, seed)
  const read = trace(model, ids)
  const work = contributionTriangles(read, label)
  const seen: number[] = []
  for (;;) {
    const { done, value } = work.next()
    if (done) return { all: value, seen, read, label, model, ids }
    seen.push(value.done)
  }
}

describe('the triangle of contributions', () => {
  it.each([{ cell: 'rnn' }, { cell: 'lstm', peephole: true }, { cell: 'gru', pooling: 'mean', layers: 2 }] as const)(
    '%j: row t is what the sentence would teach if it ended there',
    (options) => {
      const { all, seen, label, model, ids } = triangles({ ...options, length: 5 }, 21)
      expect(seen).toEqual([1, 2, 3, 4, 5])
      expect(all.length).toBeGreaterThan(3)
      for (const { parameter, losses, words, norms } of all) {
        expect([losses, words]).toEqual([[0, 1, 2, 3, 4], 5])
        for (const t of losses) {
          // The shorter sentence, read by itself.
          const alone = backwardTrace(trace(model, ids.slice(0, t + 1)), { label })
          const wanted = normsByWord(gradientOf(alone, parameter), t + 1)
          for (let k = 0; k < 5; k++)
            expect(norms[t * 5 + k], `${parameter} ${t} ${k}`).toBeCloseTo(k > t ? 0 : wanted[k], 12)
        }
      }
    },
  )

  it.each([{ cell: 'rnn', bidirectional: true }, { cell: 'ann' }, { cell: 'ann-mean' }] as const)(
    '%j has one row: the loss at the end',
    (options) => {
      const { all, seen } = triangles({ ...options, length: 4 }, 22)
      expect(seen).toEqual([1])
      for (const { losses, norms } of all) {
        expect(losses).toEqual([3])
        expect(norms).toHaveLength(4)
      }
    },
  )
})
