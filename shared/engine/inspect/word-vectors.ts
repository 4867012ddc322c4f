import { layerName } from '../cells/parameters.ts'
import type { Matrix } from './matrix.ts'
import { weightOf } from './model.ts'
import type { InspectedModel } from './model.ts'

/** The matrix whose row i is the vector of word i, [V, D]. */
export interface WordVectors {
  /** The name of the parameter: 'embedding', or the first W where the input is one-hot. */
  table: string
  vectors: Matrix
  /** One-hot input: a row of W is what the word adds to every pre-activation of the first layer. */
  oneHot: boolean
}

/**
 * The vectors of a model's words. Null for a feed-forward net with one-hot input: it has another row for each position, so a
 * word has no vector of its own.
 */
export function wordVectorsOf(model: InspectedModel): WordVectors | null {
  const { spec } = model
  if (spec.input.kind === 'embedding')
    return { table: 'embedding', vectors: weightOf(model, 'embedding'), oneHot: false }
  if (spec.cell === 'ann') return null
  const table = `${layerName(spec, 1)}.W`
  return { table, vectors: weightOf(model, table), oneHot: true }
}
