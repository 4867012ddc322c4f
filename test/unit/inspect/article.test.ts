import { describe, expect, it } from 'vitest'
import { completeModel } from '../../../shared/contract/spec.ts'
import { backwardTrace, gradientOf } from '../../../shared/engine/inspect/backward-trace.ts'
import { recurrenceBounds } from '../../../shared/engine/inspect/bounds.ts'
import { sumOfTerms, termMatrix } from '../../../shared/engine/inspect/contributions.ts'
import { sigmoid } from '../../../shared/engine/inspect/activations.ts'
import { gateColumns, matrix, matrixFrom } from '../../../shared/engine/inspect/matrix.ts'
import type { InspectedModel } from '../../../shared/engine/inspect/model.ts'
import { halfLifeOf } from '../../../shared/engine/inspect/memory.ts'
import { gateOf } from '../../../shared/engine/inspect/steps.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { randomModel } from './random-models.ts'

const expectEach = (values: Iterable<number>, expected: number[], digits = 4) =>
  [...values].forEach((value, n) => expect(value).toBeCloseTo(expected[n], digits))

/** The article's "I like AI": ids 2, 3, 4. */
const iLikeAi: InspectedModel = {
  spec: completeModel({
    ...{ cell: 'rnn', name: 'article', hidden: 2, layers: 1, dropout: 0 },
    input: { kind: 'embedding', size: 2 },
  }),
  dims: { vocabularySize: 5, classes: 2, maxLength: 3 },
  padding: 'after',
  weights: {
    embedding: matrixFrom([
      [0, 0],
      [0, 0],
      [0.2, 0.5],
      [-0.3, 0.8],
      [0.6, -0.1],
    ]),
    'rnn1.W': matrixFrom([
      [1, 1],
      [1, -1],
    ]),
    'rnn1.U': matrixFrom([
      [0.5, 0],
      [0, 0.5],
    ]),
    'rnn1.b': matrixFrom([[0, 0]]),
    'output.W': matrixFrom([[1], [1]]),
    'output.b': matrixFrom([[0]]),
  },
}

describe("the article's figures", () => {
  it.each([
    { word: 0, z: [0.7, -0.3], h: [0.6044, -0.2913] },
    { word: 1, z: [0.8022, -1.2457], h: [0.6653, -0.8471] }, // the article prints h_2 = [0.6652, 0.8472], without the sign
    { word: 2, z: [0.8326, 0.2765], h: [0.6819, 0.2696] },
  ])('"I like AI", word $word, to four decimals', ({ word, z, h }) => {
    const step = trace(iLikeAi, [2, 3, 4]).passes[0].steps[word]
    expectEach(step.gates[0].z, z)
    expectEach(step.h, h)
  })

  it("needs the minus sign of h_2 for the article's own next step", () => {
    const printed = [0.6652, 0.8472]
    const read = trace(
      iLikeAi,
      [2, 3, 4],
      [
        { kind: 'state', state: 'h', layer: 1, units: [0], words: [1], value: printed[0] },
        { kind: 'state', state: 'h', layer: 1, units: [1], words: [1], value: printed[1] },
      ],
    )
    expect(read.passes[0].steps[2].gates[0].z[1]).toBeCloseTo(1.1236, 4) // not the 0.2765 that the article goes on with
  })

  it.each([
    { f: 0.5, c: [1, 2, 4] },
    { f: 0, c: [0, 0, 0] },
    { f: 1, c: [2, 4, 8] },
  ])('a forget gate of $f turns the cell state 2, 4, 8 into $c', ({ f, c }) => {
    const { model } = randomModel({ cell: 'lstm', hidden: 3, size: 4, length: 2 }, 1)
    const all = { layer: 1, units: 'all' } as const
    const read = trace(
      model,
      [1, 2],
      [
        ...[2, 4, 8].map((value, unit) => ({
          ...{ kind: 'state' as const, state: 'c' as const, layer: 1, units: [unit], words: [0], value },
        })),
        { kind: 'gate', gate: 'f', ...all, words: [1], value: f },
        { kind: 'gate', gate: 'i', ...all, words: [1], value: 0 },
      ],
    )
    expect([...read.passes[0].steps[1].c!]).toEqual(c)
  })

  it('an LSTM gate with 4 inputs and 3 units has 24 parameters, the cell 96', () => {
    const { model } = randomModel({ cell: 'lstm', hidden: 3, size: 4 }, 1)
    const gate = (name: string) => gateColumns(model.weights[name], 4, 0).values.length
    expect(gate('lstm1.W') + gate('lstm1.U') + gate('lstm1.b')).toBe(24)
    expect(['W', 'U', 'b'].reduce((sum, name) => sum + model.weights[`lstm1.${name}`].values.length, 0)).toBe(96)
  })

  it('gates stay between 0 and 1 without being rounded, the candidate is centred on 0', () => {
    const { model, ids } = randomModel({ cell: 'lstm', hidden: 6, length: 8 }, 2)
    for (const step of trace(model, ids).passes[0].steps) {
      for (const name of ['i', 'f', 'o'] as const)
        for (const value of gateOf(step, name).value) expect(value > 0 && value < 1).toBe(true)
      expectEach(
        gateOf(step, 'g').value,
        [...gateOf(step, 'g').z].map((z) => -Math.tanh(-z)),
        12,
      )
    }
  })

  it('the average is blind to "Hi, Anil kumar is name my", an RNN is not', () => {
    const [right, swapped] = [
      [2, 3, 4, 5, 6, 7],
      [2, 6, 7, 5, 4, 3],
    ]
    const logit = (cell: 'ann-mean' | 'rnn', ids: number[]) => {
      const { model } = randomModel({ cell, length: 6, hidden: 4, classes: 2 }, 3)
      return trace({ ...model, dims: { ...model.dims, vocabularySize: 8 }, weights: withRows(model) }, ids).logits[0]
    }
    expect(logit('ann-mean', swapped)).toBeCloseTo(logit('ann-mean', right), 12)
    expect(Math.abs(logit('rnn', swapped) - logit('rnn', right))).toBeGreaterThan(1e-3)
  })

  it('small factors vanish and large ones explode over 30 words', () => {
    const { upper, vanishesSurely } = recurrenceBounds(matrixFrom([[0.5]]), 'tanh', 30)
    expect(upper[30]).toBeCloseTo(9.3132e-10, 14)
    expect(vanishesSurely).toBe(true)
    expect(recurrenceBounds(matrixFrom([[1.5]]), 'tanh', 30).linear[30]).toBeCloseTo(191_751.0592, 4)
  })

  it('half-lives of forget gates of 0.5, σ(1), 0.9 and 0.99, and what the last two leave after 50 words', () => {
    expectEach([0.5, sigmoid(1), 0.9, 0.99].map(halfLifeOf), [1, 2.2127, 6.5788, 68.9676])
    expectEach([0.9 ** 50, 0.99 ** 50], [0.00515, 0.605], 4)
  })
})

describe('"cat mat rat", by hand', () => {
  // One-hot words, 3 hidden units, a sigmoid, binary cross-entropy: the sums of the article written out for three timesteps.
  const model = randomModel({ cell: 'rnn', oneHot: true, hidden: 3, length: 3, classes: 2 }, 4).model
  const read = trace(model, [2, 3, 4])
  const back = backwardTrace(read, { label: 1 })
  const [h1, h2, h3] = read.passes[0].steps.map(({ h }) => [...h])
  const [U, V] = [model.weights['rnn1.U'], model.weights['output.W'].values]
  const p = 1 / (1 + Math.exp(-read.logits[0]))
  const slope = (h: number[]) => h.map((x) => 1 - x * x)
  const through = (dz: number[]) => h1.map((_, i) => dz.reduce((sum, d, j) => sum + d * U.values[i * 3 + j], 0))
  const dz3 = slope(h3).map((s, j) => s * V[j] * (p - 1))
  const dz2 = slope(h2).map((s, j) => s * through(dz3)[j])
  const dz1 = slope(h1).map((s, j) => s * through(dz2)[j])

  it('W_o: (ŷ - y) h_3', () => {
    expectEach(
      sumOfTerms(gradientOf(back, 'output.W')).values,
      h3.map((h) => (p - 1) * h),
      12,
    )
  })
  it('W_h: h_1ᵀ dz_2 + h_2ᵀ dz_3, term by term; the first word has no state before it', () => {
    const { terms } = gradientOf(back, 'rnn1.U')
    const outer = (a: number[], b: number[]) => a.flatMap((x) => b.map((y) => x * y))
    expectEach(termMatrix(terms[0]).values, outer([0, 0, 0], dz1), 12)
    expectEach(termMatrix(terms[1]).values, outer(h1, dz2), 12)
    expectEach(termMatrix(terms[2]).values, outer(h2, dz3), 12)
  })
  it('W_i: a row per word', () => {
    const rows = sumOfTerms(gradientOf(back, 'rnn1.W'))
    expectEach(rows.values.subarray(2 * 3, 5 * 3), [...dz1, ...dz2, ...dz3], 12)
  })
})

/** The look-up table made long enough for eight words. */
function withRows({ weights }: InspectedModel): InspectedModel['weights'] {
  const { columns } = weights.embedding
  const values = Float64Array.from({ length: 8 * columns }, (_, n) => Math.sin(1 + n))
  return { ...weights, embedding: matrix(8, columns, values) }
}
