import { describe, expect, it } from 'vitest'
import { quadrature } from '../../../shared/engine/inspect/quadrature.ts'
import {
  gradientTimesInput,
  integratedGradients,
  leaveOneOut,
  logitOf,
} from '../../../shared/engine/inspect/salience.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { randomModel } from './random-models.ts'
import type { ModelOptions } from './random-models.ts'

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
const models: ModelOptions[] = (['ann', 'ann-mean', 'rnn', 'lstm', 'gru'] as const).flatMap((cell) =>
  [false, true].map((oneHot) => ({ cell, oneHot, layers: 2, length: 6 })),
)

describe.each([...models, { cell: 'lstm', bidirectional: true, oneHot: true, length: 5 } as ModelOptions])(
  'salience in a $cell, one-hot $oneHot, bidirectional $bidirectional',
  (options) => {
    it.each([2, 3])('integrated gradients are complete (%i classes)', (classes) => {
      const { model, ids } = randomModel({ ...options, classes }, 61)
      const read = trace(model, ids)
      for (let classIndex = 0; classIndex < classes; classIndex++) {
        const { byWord, logit, baseline, gap, complete } = integratedGradients(read, classIndex)
        expect(complete).toBe(true)
        expect(sum(byWord)).toBeCloseTo(logit - baseline, 5)
        expect(gap).toBeCloseTo(sum(byWord) - (logit - baseline), 12)
      }
      expect(integratedGradients(read).classIndex).toBe(read.predicted)
    })

    it('gradient × input is the slope of the logit as a word is turned down', () => {
      const { model, ids } = randomModel(options, 62)
      const read = trace(model, ids)
      const { byWord, logit } = gradientTimesInput(read)
      expect(logit).toBe(logitOf(read, read.predicted))
      for (const word of ids.keys()) {
        const at = (factor: number) => {
          const dimmed = read.lookUps.flatMap(({ vectors, direction }) =>
            Array.from(vectors[word], (x, component) => ({
              ...{ kind: 'input' as const, word, component, direction, value: factor * x },
            })),
          )
          return logitOf(trace(model, ids, dimmed), read.predicted)
        }
        expect(byWord[word]).toBeCloseTo((at(1 + 1e-6) - at(1 - 1e-6)) / 2e-6, 7)
      }
    })
  },
)

describe('salience', () => {
  it('of a linear model is the same by all gradients: shares of the logit', () => {
    const { model, ids } = randomModel({ cell: 'ann', activation: 'relu', hidden: 4, length: 5 }, 63)
    const open = { kind: 'scale', parameter: 'hidden1.b', factor: 0 } as const
    const raise = [0, 1, 2, 3].map((column) => ({
      ...{ kind: 'weight' as const, parameter: 'hidden1.b', row: 0, column, value: 50 },
    }))
    const read = trace(model, ids, [open, ...raise]) // every rectifier far above its kink
    const plain = gradientTimesInput(read).byWord
    const { byWord, baseline, logit } = integratedGradients(read)
    byWord.forEach((share, word) => expect(share).toBeCloseTo(plain[word], 9))
    expect(sum(plain)).toBeCloseTo(logit - baseline, 9)
  })

  it('leave-one-out is the logit lost with the word', () => {
    const { model, ids } = randomModel({ cell: 'gru', length: 5, classes: 3 }, 64)
    const read = trace(model, ids)
    const { byWord, logit } = leaveOneOut(read, 1)
    byWord.forEach((lost, word) => {
      const others = [...ids].filter((_, n) => n !== word)
      expect(lost).toBeCloseTo(logit - trace(model, others).logits[1], 14)
    })
  })

  it('keeps what is held, at the words it is held at', () => {
    const { model, ids } = randomModel({ cell: 'lstm', hidden: 3, length: 4 }, 65)
    const freeze = { kind: 'state', state: 'h', layer: 1, units: 'all', words: [3], value: 0.4 } as const
    const read = trace(model, ids, [freeze, { kind: 'scale', parameter: 'output.W', factor: 2 }])
    for (const salience of [gradientTimesInput, integratedGradients])
      salience(read).byWord.forEach((share) => expect(share).toBeCloseTo(0, 14))
    const { byWord } = leaveOneOut(read)
    byWord.slice(0, 3).forEach((lost) => expect(lost).toBeCloseTo(0, 14)) // the last word is still held
    expect(Math.abs(byWord[3])).toBeGreaterThan(1e-3)
  })

  it('for two classes the logit of class 0 is that of class 1 with its sign turned', () => {
    const { model, ids } = randomModel({ cell: 'rnn', length: 4, classes: 2 }, 66)
    const read = trace(model, ids)
    expect(logitOf(read, 0)).toBe(-logitOf(read, 1))
    const [against, pro] = [0, 1].map((classIndex) => gradientTimesInput(read, classIndex).byWord)
    against.forEach((share, word) => expect(share).toBeCloseTo(-pro[word], 14))
  })

  it.each([1, 3])('the quadrature is exact for polynomials of degree 15 (%i panels)', (panels) => {
    for (let degree = 0; degree <= 15; degree++)
      expect(sum(quadrature(panels).map(({ at, weight }) => weight * at ** degree))).toBeCloseTo(1 / (degree + 1), 14)
  })
})
