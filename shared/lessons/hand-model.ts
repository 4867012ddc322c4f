import { completeModel } from '../contract/spec.ts'
import type { CellKind, ModelSpec } from '../contract/spec.ts'
import { parametersOf } from '../engine/cells/parameters.ts'
import type { ModelDims } from '../engine/cells/parameters.ts'
import { matrix } from '../engine/inspect/matrix.ts'
import type { Matrix } from '../engine/inspect/matrix.ts'
import type { InspectedModel } from '../engine/inspect/model.ts'

/** The ids of a vocabulary's words start here: 0 is padding, 1 the unknown word. */
export const FIRST_WORD = 2

export interface HandModel {
  cell: CellKind
  hidden: number
  input: ModelSpec['input']
  /** Words of the vocabulary, without the two entries that every vocabulary has. */
  words: number
  maxLength: number
}

export const handSpec = ({ cell, hidden, input }: Pick<HandModel, 'cell' | 'hidden' | 'input'>): ModelSpec =>
  completeModel({ cell, name: 'by hand', input, hidden, layers: 1, dropout: 0 })

/**
 * A model whose numbers are set by hand; the engine takes it as it takes a trained one. Parameters that are not given are zero.
 * @throws {RangeError} naming a parameter of another shape than the cell needs.
 */
export function handModel(shape: HandModel, given: Readonly<Record<string, Matrix>>): InspectedModel {
  const spec = handSpec(shape)
  const dims: ModelDims = {
    ...{ vocabularySize: FIRST_WORD + shape.words, classes: 2, maxLength: shape.maxLength },
  }
  const weights = parametersOf(spec, dims).map(({ name, shape: [...sizes] }): [string, Matrix] => {
    const [rows, columns] = sizes.length === 1 ? [1, sizes[0]] : sizes
    const found = given[name] ?? matrix(rows, columns)
    if (found.rows !== rows || found.columns !== columns)
      throw new RangeError(`lesson: ${name} must be ${rows} × ${columns}, is ${found.rows} × ${found.columns}`)
    return [name, found]
  })
  return { spec, dims, padding: 'after', weights: Object.fromEntries(weights) }
}

/** A table with the two rows that no lesson reads above the rows of its words. */
export function wordTable({ rows, columns, values }: Matrix): Matrix {
  const table = matrix(FIRST_WORD + rows, columns)
  table.values.set(values, FIRST_WORD * columns)
  return table
}

/** How many numbers a layer holds: the arrays that training would fill. */
export function layerCount(spec: ModelSpec, dims: ModelDims, layer: string): number {
  const sizes = parametersOf(spec, dims).filter(({ name }) => name.startsWith(`${layer}.`))
  return sizes.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
}
