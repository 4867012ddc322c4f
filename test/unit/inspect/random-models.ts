import { completeModel } from '../../../shared/contract/spec.ts'
import type { CellKind, ModelSpec } from '../../../shared/contract/spec.ts'
import { parametersOf } from '../../../shared/engine/cells/parameters.ts'
import type { ModelDims } from '../../../shared/engine/cells/parameters.ts'
import { matrix } from '../../../shared/engine/inspect/matrix.ts'
import type { Matrix } from '../../../shared/engine/inspect/matrix.ts'
import type { Frame, InspectedModel } from '../../../shared/engine/inspect/model.ts'
import { stream } from '../../../shared/engine/training/random.ts'

export interface ModelOptions extends Partial<Omit<ModelSpec, 'input' | 'cell' | 'name'>> {
  cell: CellKind
  oneHot?: boolean
  /** Sizes that are not to be drawn. */
  length?: number
  size?: number
  classes?: number
}

export interface Example extends Frame {
  ids: Int32Array
  label: number
  seed: number
}

/** A frame of random sizes and a random sentence for it, by seed. */
export function randomExample(
  { cell, oneHot = false, length, size, classes, ...options }: ModelOptions,
  seed: number,
): Example {
  const random = stream(seed, 'inspect', cell)
  const between = (from: number, to: number) => from + random.int(to - from + 1)
  const dims: ModelDims = {
    vocabularySize: between(5, 12),
    classes: classes ?? between(2, 3),
    maxLength: length ?? between(6, 9),
  }
  const spec = completeModel({
    ...{ cell, name: cell, hidden: between(1, 6), layers: 1, dropout: 0 },
    input: oneHot ? { kind: 'one-hot' } : { kind: 'embedding', size: size ?? between(1, 5) },
    ...options,
  })
  const words = length ?? between(1, dims.maxLength)
  const ids = Int32Array.from({ length: words }, () => 1 + random.int(dims.vocabularySize - 1))
  const padding = random.int(2) === 0 ? 'before' : 'after'
  return { spec, dims, padding, ids, label: random.int(dims.classes), seed }
}

/** The same with normal weights of about unit effect, in double precision. */
export function randomModel(options: ModelOptions, seed: number): Example & { model: InspectedModel } {
  const one = randomExample(options, seed)
  const weights = parametersOf(one.spec, one.dims).map(({ name, shape }): [string, Matrix] => {
    const random = stream(seed, 'weights', name)
    const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape
    const scale = name.endsWith('.U') ? 1 / Math.sqrt(rows) : 0.7
    const values = Float64Array.from({ length: rows * columns }, () => scale * random.normal())
    return [name, matrix(rows, columns, values)]
  })
  const { spec, dims, padding } = one
  return { ...one, model: { spec, dims, padding, weights: Object.fromEntries(weights) } }
}

/** A random n × n matrix whose entries have that spread. */
export function randomMatrix(n: number, spread: number, seed: number): Matrix {
  const random = stream(seed, 'matrix', n)
  return matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, () => spread * random.normal()),
  )
}
