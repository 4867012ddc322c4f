import { describe, expect, it } from 'vitest'
import type { Intervention } from '../../../shared/engine/inspect/interventions.ts'
import { jacobiansToEnd } from '../../../shared/engine/inspect/jacobian.ts'
import { halfLifeOf, memoryOf } from '../../../shared/engine/inspect/memory.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { gateSaturation, unitHealth } from '../../../shared/engine/inspect/units.ts'
import { randomModel } from './random-models.ts'

const hold = (gate: 'f' | 'z' | 'i' | 'o', value: number, units: number[] | 'all' = 'all'): Intervention => ({
  ...{ kind: 'gate', gate, layer: 1, units, words: 'all', value },
})

describe('the memory meter', () => {
  it.each([
    { cell: 'lstm', gate: 'f' },
    { cell: 'gru', gate: 'z' },
  ] as const)('multiplies the $gate of all later words ($cell)', ({ cell, gate }) => {
    const { model, ids } = randomModel({ cell, hidden: 3, length: 5 }, 51)
    const read = trace(model, ids, [hold(gate, 0.5, [0]), hold(gate, 0.9, [1])])
    const memory = memoryOf(read, read.passes[0])!
    const free = read.passes[0].steps.map(({ gates }) => gates.find(({ name }) => name === gate)!.value[2])
    memory.words.forEach(({ word, left, mean }) => {
      const expected = [0.5 ** (4 - word), 0.9 ** (4 - word), free.slice(word + 1).reduce((a, b) => a * b, 1)]
      expected.forEach((share, unit) => expect(left[unit]).toBeCloseTo(share, 14))
      expect(mean).toBeCloseTo(expected.reduce((a, b) => a + b) / 3, 14)
    })
    expect(memory).toMatchObject({ gate, units: [{ unit: 0 }, { unit: 1 }, { unit: 2 }] })
    expect(memory.units[0].halfLife).toBeCloseTo(1, 12)
    expect(memory.units[0].timeConstant).toBeCloseTo(2, 12)
    expect(memory.units[1].halfLife).toBeCloseTo(6.5788, 4)
  })

  it('is the direct path of ∂c_T/∂c_t: all of it where nothing comes round through the gates', () => {
    const { model, ids } = randomModel({ cell: 'lstm', hidden: 3, length: 5 }, 52)
    const read = trace(model, ids, [{ kind: 'scale', parameter: 'lstm1.U', factor: 0 }])
    const [pass] = read.passes
    const { words } = memoryOf(read, pass)!
    const jacobians = [...jacobiansToEnd(read, pass)].reverse()
    const last = jacobians[4].c! // ∂h_T/∂c_T = diag(o (1 - tanh² c))
    for (const { word, left } of words)
      left.forEach((share, unit) =>
        expect(jacobians[word].c!.values[unit * 4]).toBeCloseTo(share * last.values[unit * 4], 14),
      )
  })

  it('a simple RNN has none, and the ends of the scale have their half-lives', () => {
    const { model, ids } = randomModel({ cell: 'rnn' }, 1)
    const read = trace(model, ids)
    expect(memoryOf(read, read.passes[0])).toBeNull()
    expect([0, 0.5, 1].map(halfLifeOf)).toEqual([0, 1, Infinity])
  })

  it('of a reversed pass counts the words before', () => {
    const { model, ids } = randomModel({ cell: 'lstm', bidirectional: true, hidden: 2, length: 4 }, 53)
    const read = trace(model, ids, [{ ...hold('f', 0.5), direction: 'reverse' } as Intervention])
    const { words } = memoryOf(read, read.passes[1])!
    expect(words.map(({ mean }) => mean)).toEqual([1, 0.5, 0.25, 0.125])
  })
})

describe('units', () => {
  it('shares of time that gates are shut and open', () => {
    const { model, ids } = randomModel({ cell: 'lstm', hidden: 3, length: 5 }, 54)
    const read = [
      trace(model, ids, [hold('f', 0.95), hold('i', 0.05), hold('o', 0.5)]),
      trace(model, ids, [hold('f', 0.5), hold('i', 0.05), hold('o', 0.5)]),
    ]
    const found = gateSaturation(read, { layer: 1 })
    expect(found).toHaveLength(9)
    for (const { gate, shut, open } of found)
      expect([shut, open]).toEqual(gate === 'f' ? [0, 0.5] : gate === 'i' ? [1, 0] : [0, 0])
    const rnn = randomModel({ cell: 'rnn' }, 1)
    expect(gateSaturation([trace(rnn.model, rnn.ids)], { layer: 1 })).toEqual([])
  })

  it('a rectifier that never fires is dead, a tanh at its end saturated, one that says the same constant', () => {
    const bias = (column: number, value: number): Intervention => ({
      ...{ kind: 'weight', parameter: 'rnn1.b', row: 0, column, value },
    })
    const relu = randomModel({ cell: 'rnn', activation: 'relu', hidden: 3, length: 6 }, 55)
    const dead = unitHealth([trace(relu.model, relu.ids, [bias(1, -1e3), bias(2, 5)])], { layer: 1 })
    expect(dead[1]).toMatchObject({ verdict: 'dead', flat: 1, min: 0, max: 0 })
    const living = unitHealth([trace(relu.model, relu.ids)], { layer: 1 })
    const resting = living.filter(({ flat }) => flat > 0 && flat < 1)
    expect(resting.length).toBeGreaterThan(0)
    for (const { verdict } of resting) expect(verdict).toBe('alive')
    const tanh = randomModel({ cell: 'rnn', hidden: 3, length: 6 }, 56)
    const none = { kind: 'scale', factor: 0 } as const
    const calm = [
      { ...none, parameter: 'rnn1.U' },
      { ...none, parameter: 'rnn1.W' },
    ]
    const health = unitHealth([trace(tanh.model, tanh.ids, [...calm, bias(0, -20), bias(1, 0.3)])], { layer: 1 })
    expect(health[0]).toMatchObject({ verdict: 'saturated', flat: 1 })
    expect(health[0].mean).toBeCloseTo(-1, 12)
    expect(health[1]).toMatchObject({ verdict: 'constant', flat: 0 })
    const lively = unitHealth([trace(tanh.model, tanh.ids)], { layer: 1 })
    expect(lively.some(({ verdict }) => verdict === 'alive')).toBe(true)
  })

  it('of an ANN are looked at over several sentences', () => {
    const { model, ids } = randomModel({ cell: 'ann', activation: 'relu', hidden: 4, length: 5 }, 57)
    const kill: Intervention = { kind: 'weight', parameter: 'hidden1.b', row: 0, column: 3, value: -100 }
    const health = unitHealth([trace(model, ids, [kill]), trace(model, ids.toReversed(), [kill])], { layer: 1 })
    expect(health[3].verdict).toBe('dead')
    expect(unitHealth([], { layer: 1 })).toEqual([])
  })
})
