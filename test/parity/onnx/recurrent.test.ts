import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { modelDefaults } from '../../../shared/contract/spec.ts'
import type { ModelSpec } from '../../../shared/contract/spec.ts'
import { bodyOf } from '../../../shared/engine/cells/model.ts'
import type { Weights } from '../../../shared/engine/cells/model.ts'
import { parametersOf } from '../../../shared/engine/cells/parameters.ts'
import type { ModelDims } from '../../../shared/engine/cells/parameters.ts'
import { makeBatch } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf, toDevice } from '../../../shared/engine/training/device-batch.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { randomPart, useCpu } from '../cells/examples.ts'
import { onnxStates } from './reference.ts'
import { findRuntime } from './runtime.ts'

const TOLERANCE = 1e-5
const V = 11
const { runtime, missing } = await findRuntime()

/** Odd sizes: alone in a vector, a little more than one, one more than a power of two. D: word vector. */
const sizes = [
  { T: 1, B: 1, D: 1, H: 1 },
  { T: 3, B: 3, D: 3, H: 3 },
  { T: 5, B: 3, D: 3, H: 257 },
  { T: 257, B: 3, D: 1, H: 3 },
  { T: 3, B: 257, D: 257, H: 1 },
]
const variants: (Pick<ModelSpec, 'cell'> & Partial<ModelSpec>)[] = [
  { cell: 'rnn' },
  { cell: 'rnn', activation: 'relu' },
  { cell: 'lstm' },
  { cell: 'lstm', peephole: true },
  { cell: 'gru' },
]
const cases = variants.flatMap((variant) =>
  [false, true].flatMap((bidirectional) =>
    [1, 2].map((layers) => ({
      spec: { ...modelDefaults, ...variant, bidirectional, layers },
      title: [
        variant.cell,
        variant.activation ?? '',
        variant.peephole ? 'with peephole' : '',
        bidirectional ? 'in both directions' : '',
      ]
        .filter((word) => word !== '')
        .join(' '),
      layers,
    })),
  ),
)

beforeAll(useCpu)

describe.skipIf(!runtime)(`against ONNX Runtime${missing}`, () => {
  describe.each(cases)('$title, $layers layers', ({ spec: options }) => {
    it.each(sizes)('answers the same at T $T, B $B, D $D, H $H', async ({ T, B, D, H }) => {
      const spec: ModelSpec = { ...options, name: 'x', input: { kind: 'embedding', size: D }, hidden: H, dropout: 0 }
      const dims = { vocabularySize: V, classes: 2, maxLength: T }
      const weights = randomWeights(spec, dims, T + H)
      const random = stream(T, 'lengths')
      const lengths = Int32Array.from({ length: B }, (_, b) => (b === 0 ? T : 1 + random.int(T)))
      const part = randomPart([...lengths], { vocabularySize: V, classes: 2, seed: B })
      const order = lengths.map((_, b) => b)
      const table = weights.embedding.dataSync()
      const x = new Float32Array(T * B * D)
      for (let b = 0; b < B; b++)
        for (let t = 0; t < lengths[b]; t++) {
          const row = part.ids[part.offsets[b] + t] * D
          x.set(table.subarray(row, row + D), (t * B + b) * D)
        }
      const { states, last } = await onnxStates(runtime!, spec, weights, x, { T, B, lengths })

      const features = (pooling: 'last' | 'mean', padding: 'after' | 'before') => {
        const pooled = { ...spec, pooling }
        const batch = makeBatch(part, order, 0, batchShapeOf(pooled, dims, { B, padding }))
        return bodyOf(pooled).forward(weights, toDevice(batch, false), null).features.dataSync()
      }
      const mean = meanOf(states, { T, B, lengths })
      for (const padding of ['after', 'before'] as const) {
        expect(largestError(features('last', padding), last), `last, padding ${padding}`).toBeLessThan(TOLERANCE)
        expect(largestError(features('mean', padding), mean), `mean, padding ${padding}`).toBeLessThan(TOLERANCE)
      }
    })
  })
})

/** Normal numbers, those of a matrix so small that a product of it has about the size of what it is applied to. */
function randomWeights(spec: ModelSpec, dims: ModelDims, seed: number): Weights {
  return Object.fromEntries(
    parametersOf(spec, dims).map(({ name, shape }) => {
      const random = stream(seed, name)
      const scale = name.endsWith('.W') || name.endsWith('.U') ? 1 / Math.sqrt(shape[0]) : 0.5
      const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => scale * random.normal())
      return [name, tf.tensor(values, shape)]
    }),
  )
}

/** Largest error, relative where a number is above 1 (a rectifier's states can be). */
function largestError(ours: ArrayLike<number>, theirs: Float32Array): number {
  expect(ours.length).toBe(theirs.length)
  return theirs.reduce((worst, x, n) => Math.max(worst, Math.abs(ours[n] - x) / Math.max(1, Math.abs(x))), 0)
}

/** The mean over each sentence's words of [T, B, features] that hold 0 behind them. */
function meanOf(states: Float32Array, { T, B, lengths }: { T: number; B: number; lengths: Int32Array }): Float32Array {
  const F = states.length / (T * B)
  return Float32Array.from({ length: B * F }, (_, n) => {
    const b = Math.floor(n / F)
    let sum = 0
    for (let t = 0; t < lengths[b]; t++) sum += states[t * B * F + n]
    return sum / lengths[b]
  })
}
