import { describe, expect, it } from 'vitest'
import { backwardTrace, gradientOf } from '../../../shared/engine/inspect/backward-trace.ts'
import { checkGradients } from '../../../shared/engine/inspect/gradient-check.ts'
import type { GateName, Intervention } from '../../../shared/engine/inspect/interventions.ts'
import { sumOfTerms } from '../../../shared/engine/inspect/contributions.ts'
import { gateOf } from '../../../shared/engine/inspect/steps.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { randomModel } from './random-models.ts'

const cells = [
  { cell: 'rnn', gate: 'h' },
  { cell: 'lstm', gate: 'f' },
  { cell: 'gru', gate: 'z' },
] as const
const two = { hidden: 3, layers: 2, length: 6 }

describe.each(cells)('interventions in a $cell', ({ cell, gate }) => {
  const { model, ids, label } = randomModel({ cell, ...two }, 21)
  const plain = trace(model, ids)
  const stepsOf = (read: typeof plain, layer: number) => read.passes.find((pass) => pass.layer === layer)!.steps

  it.each<[string, Intervention, number]>([
    ['an input', { kind: 'input', word: 3, component: 0, value: 5 }, 1],
    ['a gate', { kind: 'gate', gate, layer: 1, units: [1], words: [3], value: 0.9 }, 1],
    ['a state', { kind: 'state', state: 'h', layer: 1, units: [0], words: [3], value: -0.9 }, 1],
    ['a state of the layer above', { kind: 'state', state: 'h', layer: 2, units: 'all', words: [3], value: 0.5 }, 2],
  ])('%s changes everything that follows and nothing before', (_, one, from) => {
    const changed = trace(model, ids, [one])
    for (const layer of [1, 2])
      for (const word of ids.keys()) {
        const [before, after] = [stepsOf(plain, layer)[word], stepsOf(changed, layer)[word]]
        if (word < 3 || layer < from) expect(after).toEqual(before)
        else expect(after.h).not.toEqual(before.h)
      }
    expect(changed.logits).not.toEqual(plain.logits)
    expect(trace(model, ids)).toEqual(plain) // the model given is as it was
  })

  it('a weight and a scaled matrix are the model with that weight, from the first word on', () => {
    const entry = { parameter: `${cell}1.W`, row: 0, column: 1 }
    const changed = trace(model, ids, [{ kind: 'weight', ...entry, value: 2 }])
    expect(changed.model.weights[`${cell}1.W`].values[1]).toBe(2)
    expect(model.weights[`${cell}1.W`].values[1]).not.toBe(2)
    expect(changed).toMatchObject({ logits: trace(changed.model, ids).logits })
    const [first, then] = [`${cell}1.U`, `${cell}2.U`].map((parameter) => ({
      ...{ kind: 'scale' as const, parameter, factor: 0.5 },
    }))
    const halved = trace(model, ids, [first, then, then])
    expect(halved.model.weights[`${cell}2.U`].values).toEqual(model.weights[`${cell}2.U`].values.map((x) => x / 4))
    expect(stepsOf(halved, 1)[0].h).toEqual(stepsOf(plain, 1)[0].h) // h_0 = 0: U has nothing to multiply yet
    expect(stepsOf(halved, 1)[1].h).not.toEqual(stepsOf(plain, 1)[1].h)
  })

  it('no gradient passes through what is held, and the rest still agrees with finite differences', () => {
    const held: Intervention[] = [
      { kind: 'gate', gate, layer: 1, units: [0, 2], words: 'all', value: 0.7 },
      { kind: 'state', state: 'h', layer: 2, units: [1], words: [2, 5], value: 0.2 },
      { kind: 'input', word: 1, component: 0, value: 0.3 },
    ]
    const read = trace(model, ids, held)
    const back = backwardTrace(read, { label })
    for (const { gates } of back.passes[0].steps) {
      const { dz } = gates.find(({ name }) => name === gate)!
      expect([dz[0], dz[2]].map(Math.abs)).toEqual([0, 0])
      expect(dz[1]).not.toBe(0)
    }
    for (const { parameter, verdict, error } of checkGradients(read, { label }))
      expect(verdict, `${parameter}: ${error}`).toBe('fine')
  })

  it('speaks of what is not there', () => {
    const refuse = (one: Intervention, message: string) => expect(() => trace(model, ids, [one])).toThrow(message)
    const where = { layer: 1, units: 'all', words: 'all', value: 0 } as const
    refuse({ kind: 'gate', ...where, gate: 'x' as GateName }, "no gate 'x'")
    refuse({ kind: 'gate', ...where, gate, layer: 3 }, 'layers 1 to 2, not 3')
    refuse({ kind: 'gate', ...where, gate, units: [3] }, 'no unit 3')
    refuse({ kind: 'input', word: 6, component: 0, value: 0 }, 'word 6')
    refuse({ kind: 'weight', parameter: 'rnn9.W', row: 0, column: 0, value: 0 }, "no parameter 'rnn9.W'")
    refuse({ kind: 'weight', parameter: `${cell}1.b`, row: 1, column: 0, value: 0 }, 'no entry [1,0]')
    if (cell !== 'lstm') refuse({ kind: 'state', ...where, state: 'c' }, "no state 'c'")
  })
})

describe('surgery', () => {
  it('f = 1 and i = 0 freeze an LSTM: the cell state stays at what it was', () => {
    const { model, ids } = randomModel({ cell: 'lstm', hidden: 4, length: 6 }, 3)
    const where = { layer: 1, units: 'all' as const, words: [2, 3, 4, 5] }
    const { steps } = trace(model, ids, [
      { kind: 'gate', gate: 'f', ...where, value: 1 },
      { kind: 'gate', gate: 'i', ...where, value: 0 },
    ]).passes[0]
    for (const step of steps.slice(2)) expect(step.c).toEqual(steps[1].c)
    expect(gateOf(steps[2], 'f').held).toEqual(new Uint8Array(4).fill(1))
    expect(gateOf(steps[1], 'f').held).toBeNull()
  })

  it.each([false, true])('a held cell state hides what came before from the gradient (peephole %s)', (peephole) => {
    const { model, ids, label } = randomModel({ cell: 'lstm', peephole, hidden: 3, length: 5 }, 22)
    const hold: Intervention[] = [
      { kind: 'state', state: 'c', layer: 1, units: [0], words: [2], value: 0.6 },
      { kind: 'state', state: 'c', layer: 1, units: 'all', words: [3], value: -0.4 },
    ]
    const read = trace(model, ids, hold)
    const { steps } = backwardTrace(read, { label }).passes[0]
    for (const name of [0, 1, 2]) expect(steps[3].gates[name].dz.every((d) => Math.abs(d) === 0)).toBe(true)
    expect(steps[3].dc!.some((d) => d !== 0)).toBe(true) // what another value would do is still known
    for (const { parameter, verdict, error } of checkGradients(read, { label }))
      expect(verdict, `${parameter}: ${error}`).toBe('fine')
  })

  it('one unit of a hidden layer of an ANN, and one direction of two', () => {
    const ann = randomModel({ cell: 'ann', hidden: 4, layers: 2, length: 5 }, 3)
    const hold: Intervention = { kind: 'state', state: 'h', layer: 1, units: [2], words: 'all', value: 0.25 }
    const changed = trace(ann.model, ann.ids, [hold])
    expect(changed.dense!.layers[0].h[2]).toBe(0.25)
    expect(changed.dense!.layers[1].h).not.toEqual(trace(ann.model, ann.ids).dense!.layers[1].h)
    const dW = sumOfTerms(gradientOf(backwardTrace(changed, { label: 0 }), 'hidden1.W'))
    expect(dW.values.filter((d, n) => n % 4 === 2 && d !== 0)).toHaveLength(0)

    const both = randomModel({ cell: 'gru', bidirectional: true, hidden: 3, length: 5 }, 4)
    const plain = trace(both.model, both.ids)
    const reverse = trace(both.model, both.ids, [{ ...hold, direction: 'reverse', words: [4] }])
    expect(reverse.passes[0]).toEqual(plain.passes[0])
    expect(reverse.passes[1].steps[0].word).toBe(4) // read first
    reverse.passes[1].steps.forEach(({ h }, n) => expect(h).not.toEqual(plain.passes[1].steps[n].h))
  })
})
