import { describe, expect, it } from 'vitest'
import { completeModel } from '../../../../shared/contract/spec.ts'
import type { CellKind } from '../../../../shared/contract/spec.ts'
import { backwardTrace } from '../../../../shared/engine/inspect/backward-trace.ts'
import { matrixFrom } from '../../../../shared/engine/inspect/matrix.ts'
import type { Matrix } from '../../../../shared/engine/inspect/matrix.ts'
import type { InspectedModel } from '../../../../shared/engine/inspect/model.ts'
import { backwardStages } from '../../../../shared/engine/inspect/stages/backward-stages.ts'
import { forwardStages } from '../../../../shared/engine/inspect/stages/forward-stages.ts'
import { momentsOf } from '../../../../shared/engine/inspect/stages/moments.ts'
import { trace } from '../../../../shared/engine/inspect/trace.ts'
import type { Trace } from '../../../../shared/engine/inspect/trace.ts'

/** Words 2, 3, 4 of a vocabulary of five; two classes. */
function model(cell: CellKind, hidden: number, embedding: number[][], weights: Record<string, Matrix>): InspectedModel {
  const size = embedding[0].length
  return {
    spec: completeModel({ cell, name: cell, hidden, layers: 1, dropout: 0, input: { kind: 'embedding', size } }),
    dims: { vocabularySize: 5, classes: 2, maxLength: 3 },
    padding: 'after',
    weights: {
      embedding: matrixFrom([Array(size).fill(0), Array(size).fill(0), ...embedding]),
      ...weights,
      'output.W': matrixFrom(Array(hidden).fill([1])),
      'output.b': matrixFrom([[0]]),
    },
  }
}

/** The numbers that a stage shows, by the place of the moment. */
function shown(read: Trace, moment: number, key: string, lane = 0): number[] {
  const stage = forwardStages(read, momentsOf(read)[moment], 1).find((one) => one.key === key)!
  return [...stage.lanes[lane].open().result.values]
}
const close = (got: number[], wanted: number[], digits = 4) => {
  expect(got).toHaveLength(wanted.length)
  got.forEach((value, n) => expect(value).toBeCloseTo(wanted[n], digits))
}

describe('"I like AI", the RNN of the article', () => {
  const article = model(
    'rnn',
    2,
    [
      [0.2, 0.5],
      [-0.3, 0.8],
      [0.6, -0.1],
    ],
    {
      'rnn1.W': matrixFrom([
        [1, 1],
        [1, -1],
      ]),
      'rnn1.U': matrixFrom([
        [0.5, 0],
        [0, 0.5],
      ]),
      'rnn1.b': matrixFrom([[0, 0]]),
    },
  )
  const read = trace(article, [2, 3, 4])

  it('is walked through word by word, then the output', () => {
    expect(momentsOf(read).map((moment) => (moment.kind === 'step' ? moment.word : moment.kind))).toEqual([
      0,
      1,
      2,
      'output',
    ])
    expect(forwardStages(read, momentsOf(read)[0], 1).map(({ key }) => key)).toEqual([
      'look-up',
      'input',
      'recurrent',
      'z_h',
      'h',
    ])
    expect(forwardStages(read, momentsOf(read)[3], 1).map(({ key }) => key)).toEqual([
      'pool',
      'logits',
      'probability',
      'loss',
    ])
  })
  it('shows its figures', () => {
    close(shown(read, 0, 'look-up'), [0.2, 0.5])
    close(shown(read, 0, 'input'), [0.7, -0.3])
    close(shown(read, 0, 'h'), [0.6044, -0.2913])
    close(shown(read, 1, 'recurrent'), [0.3022, -0.1457])
    close(shown(read, 1, 'z_h'), [0.8022, -1.2457])
    close(shown(read, 1, 'h'), [0.6653, -0.8471])
    close(shown(read, 2, 'h'), [0.6819, 0.2696])
    close(shown(read, 3, 'logits'), [0.9515])
    close(shown(read, 3, 'probability'), [1 / (1 + Math.exp(-0.9515))])
    close(shown(read, 3, 'loss'), [Math.log(1 + Math.exp(-0.9515))])
  })
  it('goes back through the same numbers', () => {
    const back = backwardTrace(read, { label: 1 })
    const value = (moment: number, key: string) => {
      const stage = backwardStages(read, back, momentsOf(read)[moment], 1).find((one) => one.key === key)!
      return [...stage.lanes[0].open().result.values]
    }
    const p = 1 / (1 + Math.exp(-0.9515))
    close(value(3, 'dp'), [-1 / p], 3)
    close(value(3, 'dlogits'), [p - 1])
    close(value(2, 'dh'), [p - 1, p - 1])
    close(value(2, 'dz_h'), [(p - 1) * (1 - 0.6819 ** 2), (p - 1) * (1 - 0.2696 ** 2)])
    close(value(2, 'dh-'), [0.5 * (p - 1) * (1 - 0.6819 ** 2), 0.5 * (p - 1) * (1 - 0.2696 ** 2)])
  })
})

// One unit, one input: every line can be done on a pocket calculator.
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))

describe('an LSTM of one unit', () => {
  // Gates i, f, g, o from x = 1: sums 0.5, 1, 0.8, 0.2; from x = -1 and h before: by hand below.
  const lstm = model('lstm', 1, [[1], [-1], [0]], {
    'lstm1.W': matrixFrom([[0.5, 0, 0.8, 0.2]]),
    'lstm1.U': matrixFrom([[0.1, 0.2, 0.3, 0.4]]),
    'lstm1.b': matrixFrom([[0, 1, 0, 0]]),
  })
  const read = trace(lstm, [2, 3])
  const c1 = sigmoid(0.5) * Math.tanh(0.8)
  const h1 = sigmoid(0.2) * Math.tanh(c1)
  const [i2, f2, g2, o2] = [
    sigmoid(-0.5 + 0.1 * h1),
    sigmoid(1 + 0.2 * h1),
    Math.tanh(-0.8 + 0.3 * h1),
    sigmoid(-0.2 + 0.4 * h1),
  ]
  const c2 = f2 * c1 + i2 * g2

  it('has its formulas in the order in which they are computed', () => {
    expect(forwardStages(read, momentsOf(read)[1], 1).map(({ key }) => key)).toEqual([
      ...['look-up', 'input', 'recurrent', 'z_i', 'i', 'z_f', 'f', 'z_g', 'g', 'c', 'z_o', 'o', 'h'],
    ])
  })
  it('shows each gate, the cell state and the state', () => {
    close(shown(read, 0, 'c'), [c1], 12)
    close(shown(read, 0, 'h'), [h1], 12)
    for (const [key, value] of Object.entries({ i: i2, f: f2, g: g2, o: o2, c: c2, h: o2 * Math.tanh(c2) }))
      close(shown(read, 1, key), [value], 12)
    close(shown(read, 1, 'recurrent', 3), [0.4 * h1], 12)
  })
})

describe('a GRU of one unit', () => {
  const gru = model('gru', 1, [[1], [-1], [0]], {
    'gru1.W': matrixFrom([[0.5, 1, 0.8]]),
    'gru1.U': matrixFrom([[0.1, 0.2, 0.3]]),
    'gru1.b': matrixFrom([[0, 0.5, 0]]),
    'gru1.bu': matrixFrom([[0.25]]),
  })
  const read = trace(gru, [2, 3])
  const h1 = (1 - sigmoid(1.5)) * Math.tanh(0.8 + sigmoid(0.5) * 0.25)
  const [r2, z2, q2] = [sigmoid(-0.5 + 0.1 * h1), sigmoid(-0.5 + 0.2 * h1), 0.3 * h1 + 0.25]
  const n2 = Math.tanh(-0.8 + r2 * q2)

  it('resets after the recurrent product', () => {
    close(shown(read, 0, 'h'), [h1], 12)
    close(shown(read, 1, 'recurrent', 2), [q2], 12)
    for (const [key, value] of Object.entries({ r: r2, z: z2, n: n2, h: (1 - z2) * n2 + z2 * h1 }))
      close(shown(read, 1, key), [value], 12)
  })
})
