import { describe, expect, it } from 'vitest'
import { checkGradients, gradientCheck } from '../../../shared/engine/inspect/gradient-check.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { randomModel } from './random-models.ts'
import type { ModelOptions } from './random-models.ts'

const models: ModelOptions[] = [
  { cell: 'ann' },
  { cell: 'ann', oneHot: true, layers: 2 },
  { cell: 'ann-mean', activation: 'relu' },
  { cell: 'rnn', layers: 2 },
  { cell: 'rnn', activation: 'relu' },
  { cell: 'lstm', oneHot: true },
  { cell: 'lstm', peephole: true, pooling: 'mean' },
  { cell: 'gru', layers: 2 },
  { cell: 'gru', bidirectional: true, oneHot: true },
]

describe('the gradient check', () => {
  it.each(models.map((options): [string, ModelOptions] => [JSON.stringify(options), options]))(
    'finds nothing wrong with %s, every weight tried',
    (_, options) => {
      const { model, ids, label } = randomModel({ hidden: 3, size: 2, length: 5, ...options }, 41)
      const checks = checkGradients(trace(model, ids), { label })
      expect(checks.map(({ parameter }) => parameter)).toEqual(Object.keys(model.weights))
      for (const { parameter, verdict, error, checked, entries } of checks) {
        expect(verdict, `${parameter}: ${error}`).toBe('fine')
        expect(checked).toBe(entries)
      }
      const distinct = new Set(ids).size
      if (!options.oneHot) expect(checks[0].entries).toBe(distinct * 2) // only the rows that are read
    },
  )

  it('of a loss at an earlier word', () => {
    const { model, ids, label } = randomModel({ cell: 'lstm', hidden: 3, length: 5 }, 42)
    for (const { verdict } of checkGradients(trace(model, ids), { label, at: 2 })) expect(verdict).toBe('fine')
  })

  it('tells a wrong gradient, and where', () => {
    const { model, ids, label } = randomModel({ cell: 'lstm', hidden: 3, length: 5 }, 43)
    const read = trace(model, ids)
    const [step] = read.passes[0].steps.slice(2)
    step.previous = { ...step.previous, h: step.previous.h.map((h) => 2 * h) } // back-propagation now reads a wrong h
    const byName = new Map(checkGradients(read, { label }).map((one) => [one.parameter, one]))
    expect(byName.get('lstm1.U')).toMatchObject({ verdict: 'wrong' })
    expect(byName.get('lstm1.U')!.error).toBeGreaterThan(1e-2)
    expect(byName.get('lstm1.U')!.worst!.analytic).not.toBeCloseTo(byName.get('lstm1.U')!.worst!.numeric, 4)
    expect(byName.get('output.W')).toMatchObject({ verdict: 'fine' })
  })

  it('does not call what a double cannot resolve an error', () => {
    const { model, ids, label } = randomModel({ cell: 'rnn', hidden: 3, length: 9 }, 44)
    const read = trace(model, ids, [{ kind: 'scale', parameter: 'rnn1.U', factor: 1e-3 }])
    for (const { parameter, verdict, error } of checkGradients(read, { label }))
      expect(verdict, `${parameter}: ${error}`).toBe('fine')
  })

  it('can be worked off in slices, on a seeded sample', () => {
    const { model, ids, label } = randomModel({ cell: 'lstm', hidden: 4, size: 4, length: 5 }, 45)
    const check = () => gradientCheck(trace(model, ids), { label, perParameter: 10, seed: 5 })
    const seen: number[] = []
    const running = check()
    let next = running.next()
    for (; !next.done; next = running.next()) {
      expect(next.value.done).toBeLessThanOrEqual(next.value.total)
      seen.push(next.value.done)
    }
    expect(seen).toEqual([16, 32, 45]) // 4 parameters of 10 and the one number of output.b, 4 of output.W
    expect(next.value).toEqual(checkGradients(trace(model, ids), { label, perParameter: 10, seed: 5 }))
  })
})
