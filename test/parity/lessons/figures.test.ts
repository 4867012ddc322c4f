import { describe, expect, it } from 'vitest'
import { forwardErratum, forwardSteps, forward } from '../../../shared/lessons/forward.ts'
import { gateCounts, gates, keptState, lstmStepView, squashed } from '../../../shared/lessons/gates.ts'
import { startValues } from '../../../shared/lessons/lesson.ts'
import type { Lesson, Values } from '../../../shared/lessons/lesson.ts'
import { limits, memoryLeft } from '../../../shared/lessons/limits.ts'
import { layerSizes, lineOfModels } from '../../../shared/lessons/line-of-models.ts'
import { oneHot, oneHotView, printedVectors } from '../../../shared/lessons/one-hot.ts'
import { order, orderCounts, orderPair } from '../../../shared/lessons/order.ts'
import { backPropagation, checkThroughTime, throughTime } from '../../../shared/lessons/through-time.ts'
import { vanishing, vanishingLesson } from '../../../shared/lessons/vanishing.ts'

// The oracle is the article's own arithmetic, or the same arithmetic written out here with plain numbers.

const changed = (lesson: Lesson, numbers: Record<string, number>): Values => {
  const start = startValues(lesson)
  return { ...start, numbers: { ...start.numbers, ...numbers } }
}
const four = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toFixed(4)) + 0)

describe('lesson 1: order', () => {
  const counts = orderCounts(startValues(order))
  it('12 tokens: 244 and 148 parameters; 10 different words: 204', () => {
    expect(counts.tokens).toBe(12)
    expect(counts.vocabulary).toHaveLength(10)
    expect(counts.sentences.map(({ byTokens }) => byTokens)).toEqual([244, 148, 196])
    expect(counts.sentences.map(({ byVocabulary }) => byVocabulary)).toEqual([204, 124, 164])
  })
  it('a recurrent layer needs (10 + 4) × 4 + 4 = 60 for any of them', () => expect(counts.recurrent).toBe(60))
  it('an average is blind to "Hi, Anil kumar is name my", a recurrent net is not', () => {
    const { averaged, recurrent, sameWords } = orderPair(startValues(order))
    expect(sameWords).toBe(true)
    expect(averaged[0]).toBeCloseTo(averaged[1], 12)
    expect(Math.abs(recurrent[0] - recurrent[1])).toBeGreaterThan(0.01)
  })
})

describe('lesson 2: one-hot vectors', () => {
  const view = oneHotView(startValues(oneHot))
  const vector = (word: string) => view.vectors[view.vocabulary.indexOf(word)]
  it('five words, and the vectors that one fixed vocabulary gives', () => {
    expect(view.vocabulary).toEqual(['Movie', 'was', 'good', 'bad', 'not'])
    expect(vector('good')).toEqual([0, 0, 1, 0, 0])
    expect(vector('bad')).toEqual([0, 0, 0, 1, 0])
    expect(vector('not')).toEqual([0, 0, 0, 0, 1])
  })
  it('the article gives "not" and "good" the vectors of other words', () => {
    for (const { printed, taken, word } of printedVectors) {
      expect(printed).toEqual(vector(taken))
      expect(printed).not.toEqual(vector(word))
    }
  })
  it('one-hot times matrix is the row', () => {
    expect(view.product).toEqual([0.9, 0.2])
    expect(view.row).toEqual(view.product)
  })
})

describe('lesson 3: forward', () => {
  it.each([
    { word: 0, z: [0.7, -0.3], h: [0.6044, -0.2913] },
    { word: 1, z: [0.8022, -1.2457], h: [0.6653, -0.8471] },
    { word: 2, z: [0.8326, 0.2765], h: [0.6819, 0.2696] },
  ])('"I like AI", word $word', ({ word, z, h }) => {
    const step = forwardSteps(startValues(forward))[word]
    expect(four(step.z)).toEqual(z)
    expect(four(step.h)).toEqual(h)
  })
  it('the printed h_2 does not lead to the printed h_3', () => {
    const { computed, next, nextFromPrinted } = forwardErratum()
    expect(four(computed)).toEqual([0.6653, -0.8471])
    expect(four(next)).toEqual([0.8326, 0.2765])
    expect(four(nextFromPrinted)).toEqual([0.8326, 1.1236]) // 0.6 + 0.1 + 0.5 · 0.8472
  })
  it('starts from any h_0', () => {
    const [first] = forwardSteps(changed(forward, { 'h_0[1]': 0.4, 'h_0[2]': -1 }))
    expect(four(first.z)).toEqual([0.9, -0.8]) // [0.7, -0.3] + 0.5 · [0.4, -1]
    expect(first.before).toEqual([0.4, -1])
  })
  it('what is left at the end is diag(1 - h_3²) Uᵀ for the word before the last', () => {
    const [, second, last] = forwardSteps(startValues(forward))
    expect(second.leftAtEnd).toBeCloseTo(0.5 * Math.max(...last.h.map((h) => 1 - h * h)), 12)
    expect(last.leftAtEnd).toBe(1)
  })
})

describe('lesson 4: back-propagation through time', () => {
  const values = startValues(backPropagation)
  const view = throughTime(values)
  const n = values.numbers
  const grid = (name: string) => [1, 2, 3].map((i) => [1, 2, 3].map((j) => n[`${name}[${i},${j}]`]))
  const [W, U, V] = [grid('W_i'), grid('W_h'), [1, 2, 3].map((i) => n[`W_o[${i},1]`])]
  const states = [0, 1, 2].reduce<number[][]>(
    (all, word) => [
      ...all,
      W[word].map((w, j) => Math.tanh(w + all.at(-1)!.reduce((sum, h, i) => sum + h * U[i][j], 0))),
    ],
    [[0, 0, 0]],
  )
  const [h0, h1, h2, h3] = states
  const p = 1 / (1 + Math.exp(-h3.reduce((sum, h, i) => sum + h * V[i], 0)))
  const through = (dz: number[]) => U.map((row) => row.reduce((sum, u, j) => sum + u * dz[j], 0))
  const dz3 = V.map((v, j) => v * (p - 1) * (1 - h3[j] ** 2))
  const dz2 = through(dz3).map((d, j) => d * (1 - h2[j] ** 2))
  const dz1 = through(dz2).map((d, j) => d * (1 - h1[j] ** 2))
  const close = (found: ArrayLike<number>, expected: number[]) =>
    expected.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 12))
  const gradient = (name: string) => view.gradients.find((one) => one.name === name)!

  it('forward: answer and binary cross-entropy', () => {
    expect(view.probability).toBeCloseTo(p, 12)
    expect(view.loss).toBeCloseTo(-Math.log(p), 12)
  })
  it('W_o, W_h and W_i, and their terms by word', () => {
    const outer = (a: number[], b: number[]) => a.flatMap((x) => b.map((y) => x * y))
    close(
      gradient('W_o').sum.values,
      h3.map((h) => (p - 1) * h),
    )
    const parts = [outer(h0, dz1), outer(h1, dz2), outer(h2, dz3)]
    parts.forEach((part, at) => close(gradient('W_h').terms[at].matrix.values, part))
    close(
      gradient('W_h').sum.values,
      parts[0].map((_, at) => parts[0][at] + parts[1][at] + parts[2][at]),
    )
    close(gradient('W_i').sum.values, [...dz1, ...dz2, ...dz3])
    close(gradient('W_i').terms[1].matrix.values, [0, 0, 0, ...dz2, 0, 0, 0])
  })
  it('a word that stands twice collects two terms in one row', () => {
    const twice = throughTime(changed(backPropagation, { sentence: 2 })).gradients[0]
    expect(twice.terms.map(({ matrix }) => [...matrix.values].findIndex((value) => value !== 0))).toEqual([6, 6, 3])
  })
  it('agrees with finite differences', () => {
    expect(checkThroughTime(values).map(({ verdict }) => verdict)).toEqual(Array(5).fill('fine'))
  })
})

describe('lesson 5: vanishing and exploding', () => {
  it('with tiny vectors the ratio is the scale to the power of the distance', () => {
    const tiny = { scale: 0.5, words: 11, drive: 1e-6, rate: 0.1 }
    expect(vanishing(changed(vanishingLesson, tiny)).ratio).toBeCloseTo(0.5 ** 10, 8)
    expect(vanishing(changed(vanishingLesson, { ...tiny, scale: 1.5 })).ratio).toBeCloseTo(1.5 ** 10, 4)
  })
  it('the factors multiply to the ratio, and no sentence lies above the bound', () => {
    const { factors, ratio, perWord, gradient, bounds } = vanishing(changed(vanishingLesson, { drive: 1, scale: 1.3 }))
    expect(factors.reduce((a, b) => a * b)).toBeCloseTo(ratio, 12)
    expect(perWord ** 19).toBeCloseTo(ratio, 12)
    gradient.forEach((size, t) => expect(size).toBeLessThanOrEqual(gradient[19] * bounds.upper[19 - t] * (1 + 1e-9)))
  })
  it('a word moves the bias by the learning rate times its gradient behind the slope of tanh', () => {
    const { gradient, change } = vanishing(changed(vanishingLesson, { drive: 1e-6, rate: 0.2 }))
    change.forEach((size, t) => expect(size).toBeCloseTo(0.2 * gradient[t], 6)) // tanh is straight near 0: its slope is 1
  })
  it('the learning rate scales every change alike', () => {
    const [once, thrice] = [0.1, 0.3].map((rate) => vanishing(changed(vanishingLesson, { rate })).change)
    thrice.forEach((size, t) => expect(size).toBeCloseTo(3 * once[t], 12))
  })
})

describe('lesson 6: gates', () => {
  it.each([
    { forget: 0.5, left: [1, 2, 4] },
    { forget: 0, left: [0, 0, 0] },
    { forget: 1, left: [2, 4, 8] },
  ])('a forget gate of $forget leaves $left of 2, 4, 8', ({ forget, left }) =>
    expect(keptState(changed(gates, { forget }))).toEqual(left),
  )
  it('24 parameters a gate, 96 the cell', () => {
    expect(gateCounts(startValues(gates))).toEqual({ perGate: 24, cell: 96, formula: '4 × ((4 + 3) × 3 + 3) = 96' })
  })
  it('sigmoid and tanh', () => {
    expect(four(Object.values(squashed(0)))).toEqual([0.5, 0, 0.25, 1])
    expect(squashed(1).sigmoid).toBeCloseTo(0.7311, 4) // neither 0 nor 1
    expect(squashed(-1).tanh).toBeCloseTo(-squashed(1).tanh, 15)
  })
  it('a whole step, by hand', () => {
    const { gates: sums, c, h, kept, written } = lstmStepView(startValues(gates))
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
    const z = [0.5 + 0.4 * 0.2, 0.3 + 0.2 * 0.2 + 1, 0.8 - 0.5 * 0.2, 0.6 + 0.3 * 0.2]
    sums.forEach((sum, at) => expect(sum.z).toBeCloseTo(z[at], 12))
    expect(kept).toBeCloseTo(2 * sigmoid(z[1]), 12)
    expect(written).toBeCloseTo(sigmoid(z[0]) * Math.tanh(z[2]), 12)
    expect(c).toBeCloseTo(kept + written, 12)
    expect(h).toBeCloseTo(sigmoid(z[3]) * Math.tanh(c), 12)
  })
})

describe('lesson 7: limits', () => {
  it('token 5 at token 900, and the half-life', () => {
    const { left, halfLife, byToken } = memoryLeft(startValues(limits))
    expect(left / 0.99 ** 895).toBeCloseTo(1, 9)
    expect(halfLife).toBeCloseTo(68.9676, 4)
    expect([byToken.length, byToken[899]]).toEqual([900, 1])
  })
  it('a token that comes later is not there yet', () =>
    expect(memoryLeft(changed(limits, { cue: 50, at: 20 })).left).toBeNaN())
})

describe('lesson 8: the line of models', () => {
  it('counts one layer of each', () => {
    const [rnn, lstm, gru] = layerSizes(startValues(lineOfModels)).map(({ parameters }) => parameters)
    expect([rnn, lstm]).toEqual([(8 + 16) * 16 + 16, 4 * ((8 + 16) * 16 + 16)])
    expect(gru).toBe(3 * ((8 + 16) * 16 + 16) + 16) // the bias of the recurrent part of n
  })
})
