import { describe, expect, it } from 'vitest'
import { backwardTrace, gradientOf } from '../../../shared/engine/inspect/backward-trace.ts'
import { gradientNorm, normsByWord, sumOfTerms, termNorm } from '../../../shared/engine/inspect/contributions.ts'
import { norm } from '../../../shared/engine/inspect/matrix.ts'
import { openModel } from '../../../shared/engine/inspect/model.ts'
import { lossOf, outputAfter, trace } from '../../../shared/engine/inspect/trace.ts'
import { randomModel } from './random-models.ts'
import type { ModelOptions } from './random-models.ts'

const forwards: ModelOptions[] = (['rnn', 'lstm', 'gru'] as const).flatMap((cell) =>
  (['last', 'mean'] as const).map((pooling) => ({ cell, pooling, layers: 2, length: 7 })),
)

describe.each(forwards)('a $cell with pooling $pooling', (options) => {
  const { model, ids, label } = randomModel(options, 31)
  const whole = trace(model, ids)

  it('answers after each word as it answers to the shorter sentence', () => {
    for (const word of ids.keys()) {
      const { logits, probabilities } = outputAfter(whole, word)
      expect(logits).toEqual(trace(model, ids.slice(0, word + 1)).logits)
      expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 14)
    }
    expect(outputAfter(whole, 6).logits).toEqual(whole.logits)
  })

  it('the triangle: a loss at step t goes through the steps up to t, as in the shorter sentence', () => {
    for (const at of ids.keys()) {
      const back = backwardTrace(whole, { label, at })
      const shorter = backwardTrace(trace(model, ids.slice(0, at + 1)), { label })
      expect(back.loss).toBe(shorter.loss)
      expect(back.gradients).toEqual(shorter.gradients)
      const norms = normsByWord(gradientOf(back, `${model.spec.cell}1.U`), ids.length)
      norms.forEach((size, word) => expect(size > 0).toBe(word > 0 && word <= at))
    }
  })

  it('norms are those of the matrices they stand for', () => {
    for (const gradient of backwardTrace(whole, { label }).gradients) {
      expect(gradientNorm(gradient)).toBeCloseTo(norm(sumOfTerms(gradient).values), 12)
      const { rows, columns } = gradient
      for (const term of gradient.terms)
        expect(termNorm(term)).toBeCloseTo(norm(sumOfTerms({ rows, columns, terms: [term] }).values), 12)
    }
  })
})

describe('a trace', () => {
  it('adds up: every gate is activation of input part, state part and bias', () => {
    const { model, ids } = randomModel({ cell: 'lstm', peephole: true, hidden: 4, length: 5 }, 8)
    for (const { gates } of trace(model, ids).passes[0].steps)
      for (const { z, fromInput, fromState, fromCell, bias } of gates)
        z.forEach((sum, unit) =>
          expect(sum).toBeCloseTo(fromInput[unit] + fromState[unit] + bias[unit] + (fromCell?.[unit] ?? 0), 14),
        )
  })

  it('of an ANN adds the words up, and padding moves them', () => {
    const { model, ids } = randomModel({ cell: 'ann', hidden: 4 }, 12)
    const short = ids.slice(0, 2)
    const [after, before] = (['after', 'before'] as const).map((padding) => trace({ ...model, padding }, short))
    const T = model.dims.maxLength
    expect([after, before].map(({ words }) => words.map(({ position }) => position))).toEqual([
      [0, 1],
      [T - 2, T - 1],
    ])
    expect(after.logits).not.toEqual(before.logits)
    const { fromWords, layers } = after.dense!
    layers[0].fromInput.forEach((x, unit) => expect(x).toBeCloseTo(fromWords[0][unit] + fromWords[1][unit], 14))
  })

  it.each(['ann', 'ann-mean', 'rnn', 'lstm', 'gru'] as const)('of no words is what the biases say (%s)', (cell) => {
    const { model } = randomModel({ cell }, 1)
    const read = trace(model, [])
    expect(read.logits.every(Number.isFinite)).toBe(true)
    const back = backwardTrace(read, { label: 0 })
    expect(gradientOf(back, 'embedding').terms).toEqual([])
    expect(norm(sumOfTerms(gradientOf(back, 'output.b')).values)).toBeGreaterThan(0)
  })

  it('refuses what it cannot read', () => {
    const { model, ids } = randomModel({ cell: 'rnn', length: 4, classes: 2 }, 1)
    expect(() => trace(model, [1, 1, 1, 1, 1])).toThrow('5 tokens, the model reads 4')
    expect(() => trace(model, [99])).toThrow('token id 99 of word 0')
    expect(() => lossOf(trace(model, ids), 2)).toThrow('label 2 is none of the 2 classes')
    expect(() => outputAfter(trace(model, ids), 4)).toThrow('no word 4')
    const both = randomModel({ cell: 'rnn', bidirectional: true }, 1)
    expect(() => backwardTrace(trace(both.model, both.ids), { label: 0, at: 0 })).toThrow('reads forwards')
    const { weights, ...frame } = model
    expect(() => openModel({ tensors: {}, metadata: {} }, frame)).toThrow('embedding must have shape')
    expect(Object.keys(weights)).toContain('rnn1.U')
  })

  it('does not overflow where logits are huge', () => {
    const { model, ids } = randomModel({ cell: 'rnn', classes: 2 }, 2)
    for (const factor of [1e6, -1e6]) {
      const read = trace(model, ids, [{ kind: 'scale', parameter: 'output.W', factor }])
      expect([lossOf(read, 0), lossOf(read, 1)].every(Number.isFinite)).toBe(true)
      expect([...read.probabilities].every((p) => p >= 0 && p <= 1)).toBe(true)
    }
  })
})
