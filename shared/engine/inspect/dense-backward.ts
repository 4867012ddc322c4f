import { slopeOf } from './activations.ts'
import type { ParameterGradient } from './contributions.ts'
import { firstWeights } from './dense-trace.ts'
import type { DenseTrace } from './dense-trace.ts'
import { released } from './interventions.ts'
import { rowTimesTransposed, scaled, times } from './matrix.ts'
import type { Vector } from './matrix.ts'
import { weightOf } from './model.ts'
import type { Trace } from './trace.ts'

/** ∂L/∂h and ∂L/∂z of one hidden layer, [H]. */
export interface DenseLayerBackward {
  layer: number
  dh: Vector
  dz: Vector
}

/** Layers from the first upwards, the gradient of every parameter but the output's and the table's, and of what was looked up. */
export function denseBackward(
  { model, words, lookUps }: Trace,
  dense: DenseTrace,
  dFeatures: Vector,
): { layers: DenseLayerBackward[]; gradients: ParameterGradient[]; lookedUp: Vector[] } {
  const layers: DenseLayerBackward[] = []
  const gradients: ParameterGradient[] = []
  let dh = dFeatures
  for (const { layer, name, activation, input, h, held } of dense.layers.toReversed()) {
    const dz = released(times(dh, slopeOf(activation, h)), held)
    layers.unshift({ layer, dh, dz })
    const bias = { word: null, row: 0, left: Float64Array.of(1), right: dz }
    gradients.unshift({ parameter: `${name}.b`, rows: 1, columns: dz.length, terms: [bias] })
    if (!input) break
    const W = weightOf(model, `${name}.W`)
    const terms = [{ word: null, row: 0, left: input, right: dz }]
    gradients.unshift({ parameter: `${name}.W`, rows: W.rows, columns: W.columns, terms })
    dh = rowTimesTransposed(dz, W)
  }
  const { dz } = layers[0]
  const { cell, input } = model.spec
  if (input.kind === 'one-hot') return { layers, gradients, lookedUp: words.map(() => scaled(dz, dense.share)) }
  const W = weightOf(model, 'hidden1.W')
  const terms = words.map(({ word, position }) => ({
    word,
    row: cell === 'ann' ? position * input.size : 0,
    left: scaled(lookUps[0].vectors[word], dense.share),
    right: dz,
  }))
  gradients.unshift({ parameter: 'hidden1.W', rows: W.rows, columns: W.columns, terms })
  const lookedUp = words.map(({ position }) =>
    scaled(rowTimesTransposed(dz, firstWeights(model, position)), dense.share),
  )
  return { layers, gradients, lookedUp }
}
