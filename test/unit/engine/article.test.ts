import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { modelDefaults } from '../../../shared/contract/spec.ts'
import { lstmStep } from '../../../shared/engine/cells/lstm.ts'
import { parameterCount } from '../../../shared/engine/cells/parameter-count.ts'
import { rnnStep } from '../../../shared/engine/cells/rnn.ts'
import { useCpu } from '../../parity/cells/examples.ts'

beforeAll(useCpu)

describe("the article's worked examples", () => {
  it('"I like AI" gives its hidden states to four decimals', () => {
    const W = tf.tensor2d([1, 1, 1, -1], [2, 2])
    const U = tf.tensor2d([0.5, 0, 0, 0.5], [2, 2])
    const b = tf.zeros<tf.Rank.R1>([2])
    const words = [
      { x: [0.2, 0.5], z: [0.7, -0.3], h: [0.6044, -0.2913] },
      { x: [-0.3, 0.8], z: [0.8022, -1.2457], h: [0.6653, -0.8471] },
      { x: [0.6, -0.1], z: [0.8326, 0.2765], h: [0.6819, 0.2696] },
    ]
    let h = tf.zeros<tf.Rank.R2>([1, 2])
    for (const word of words) {
      const step = rnnStep({ W, U, b }, tf.tensor2d(word.x, [1, 2]), { h })
      const rounded = (x: tf.Tensor) => Array.from(x.dataSync(), (value) => value.toFixed(4))
      expect(rounded(step.z)).toEqual(word.z.map((z) => z.toFixed(4)))
      expect(rounded(step.h)).toEqual(word.h.map((value) => value.toFixed(4)))
      h = step.h
    }
  })

  it.each([
    { f: 0.5, kept: [1, 2, 4] },
    { f: 0, kept: [0, 0, 0] },
    { f: 1, kept: [2, 4, 8] },
  ])('a forget gate of $f leaves $kept of the cell state [2, 4, 8]', ({ f, kept }) => {
    // Biases that hold the forget gate at f and the input gate shut; columns are i, f, g, o for each of the three units.
    const logit = f === 0.5 ? 0 : f === 0 ? -100 : 100
    const b = tf.tensor1d([1, 2, 3].flatMap(() => [-100, logit, 0, 0]))
    const [W, U] = [tf.zeros<tf.Rank.R2>([4, 12]), tf.zeros<tf.Rank.R2>([3, 12])]
    const state = { h: tf.zeros<tf.Rank.R2>([1, 3]), c: tf.tensor2d([2, 4, 8], [1, 3]) }
    const { c } = lstmStep({ W, U, b }, tf.ones([1, 4]), state)
    Array.from(c.dataSync()).forEach((value, unit) => expect(value).toBeCloseTo(kept[unit], 5))
  })

  it.each([
    { words: 5, vocabulary: 12, count: 244, formula: '(12 × 5) × 4 + 4 = 244' },
    { words: 3, vocabulary: 12, count: 148, formula: '(12 × 3) × 4 + 4 = 148' },
    { words: 5, vocabulary: 10, count: 204, formula: '(10 × 5) × 4 + 4 = 204' },
  ])('$words words of $vocabulary make $count parameters up to the first hidden layer', (example) => {
    const sizes = { input: { kind: 'one-hot' }, hidden: 4, layers: 1, dropout: 0 } as const
    const ann = { cell: 'ann', name: 'ANN', ...sizes, ...modelDefaults } as const
    const dims = { vocabularySize: example.vocabulary, classes: 2, maxLength: example.words }
    const [hidden] = parameterCount(ann, dims).parts
    expect(hidden).toEqual({ name: 'hidden1', formula: example.formula, count: example.count, held: 0 })
  })

  it('an LSTM cell that sees 4 inputs with 3 units has 96 parameters, 24 per gate', () => {
    const lstm = { cell: 'lstm', name: 'LSTM', hidden: 3, layers: 1, dropout: 0, ...modelDefaults } as const
    const dims = { vocabularySize: 10, classes: 2, maxLength: 5 }
    const { parts } = parameterCount({ ...lstm, input: { kind: 'embedding', size: 4 } }, dims)
    expect(parts[1]).toEqual({ name: 'lstm1', formula: '4 × ((4 + 3) × 3 + 3) = 96', count: 96, held: 0 })
  })
})
