import { activate } from './activations.ts'
import type { ActivationName } from './activations.ts'
import { clampOf } from './interventions.ts'
import type { Intervention } from './interventions.ts'
import type { LookUp, TracedWord } from './look-up.ts'
import { matrix, plus, rowTimes, scaled } from './matrix.ts'
import type { Matrix, Vector } from './matrix.ts'
import { weightOf } from './model.ts'
import type { InspectedModel } from './model.ts'

/** One hidden layer: z = input W + b, h = f(z); all [H]. */
export interface DenseLayerTrace {
  layer: number
  name: string
  activation: ActivationName
  /** The layer below; null for the first layer, whose sum is made word by word. */
  input: Vector | null
  fromInput: Vector
  bias: Vector
  z: Vector
  h: Vector
  held: Uint8Array | null
}

/** A feed-forward model on one sentence. */
export interface DenseTrace {
  /** The part of the first layer's x W that each word gives, [H]; together they are `layers[0].fromInput`. */
  fromWords: Vector[]
  /** What a word's vector is multiplied by before it enters the sum: 1, or 1/L where words are averaged. */
  share: number
  /** ann-mean with an embedding: the average word vector. */
  mean: Vector | null
  layers: DenseLayerTrace[]
}

/** The rows of `hidden1.W` that belong to a position (ann), or all of them (ann-mean), as a matrix [D, H]. */
export function firstWeights(model: InspectedModel, position: number): Matrix {
  const W = weightOf(model, 'hidden1.W')
  const { cell, input } = model.spec
  if (cell !== 'ann' || input.kind !== 'embedding') return W
  const size = input.size * W.columns
  return matrix(input.size, W.columns, W.values.subarray(position * size, (position + 1) * size))
}

export function traceDense(
  model: InspectedModel,
  words: readonly TracedWord[],
  { vectors }: LookUp,
  interventions: readonly Intervention[],
): DenseTrace {
  const { cell, input, hidden: H, layers: count, activation } = model.spec
  const share = cell === 'ann-mean' && words.length > 0 ? 1 / words.length : 1
  const embedded = input.kind === 'embedding'
  const fromWords = words.map(({ word, position }) => {
    const whole = embedded ? rowTimes(vectors[word], firstWeights(model, position)) : vectors[word]
    return share === 1 ? whole : scaled(whole, share)
  })
  const mean =
    cell === 'ann-mean' && embedded
      ? vectors.reduce<Vector>((sum, x) => plus(sum, scaled(x, share)), new Float64Array(input.size))
      : null
  const layers: DenseLayerTrace[] = []
  for (let layer = 1; layer <= count; layer++) {
    const name = `hidden${layer}`
    const below = layers.at(-1)?.h ?? null
    const fromInput = below
      ? rowTimes(below, weightOf(model, `${name}.W`))
      : fromWords.reduce<Vector>(plus, new Float64Array(H))
    const bias = weightOf(model, `${name}.b`).values
    const z = plus(fromInput, bias)
    const h = activate(activation, z)
    const held = clampOf(interventions, layer, 'forward')('state h', 0, h)
    layers.push({ layer, name, activation, input: below, fromInput, bias, z, h, held })
  }
  return { fromWords, share, mean, layers }
}
