import type { ModelSpec, TextSpec } from '../../contract/spec.ts'
import { parametersOf } from '../cells/parameters.ts'
import type { ModelDims } from '../cells/parameters.ts'
import type { SafeTensors } from '../training/safetensors.ts'
import { matrix } from './matrix.ts'
import type { Matrix } from './matrix.ts'

/** A trained model laid open: its weights as numbers in double precision. A vector is a matrix of one row. */
export interface InspectedModel {
  spec: ModelSpec
  dims: ModelDims
  /** Which side of a short sentence is padded. Recurrent cells skip padding; an ANN's words stand at other positions. */
  padding: TextSpec['padding']
  weights: Readonly<Record<string, Matrix>>
}

/** What is not in the weights. */
export type Frame = Omit<InspectedModel, 'weights'>

/**
 * Opens the weights of a decoded checkpoint (`decodeSafetensors`). Optimiser moments and the like are ignored.
 * @throws {RangeError} naming the parameter that is missing or has another shape.
 */
export function openModel({ tensors }: SafeTensors, frame: Frame): InspectedModel {
  const weights = parametersOf(frame.spec, frame.dims).map(({ name, shape }): [string, Matrix] => {
    const found = tensors[name]
    if (!found || found.shape.join() !== shape.join())
      throw new RangeError(
        `inspect: ${name} must have shape [${shape}], ${found ? `has [${found.shape}]` : 'is missing'}`,
      )
    const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape
    return [name, matrix(rows, columns, Float64Array.from(found.data))]
  })
  return { ...frame, weights: Object.fromEntries(weights) }
}

/** @throws {RangeError} when the model has no such parameter. */
export function weightOf({ weights }: Pick<InspectedModel, 'weights'>, name: string): Matrix {
  const found = weights[name]
  if (!found) throw new RangeError(`inspect: the model has no parameter '${name}'; it has ${Object.keys(weights)}`)
  return found
}

/** The same model with one parameter replaced; nothing else is copied. */
export const withWeight = (model: InspectedModel, name: string, value: Matrix): InspectedModel => ({
  ...model,
  weights: { ...model.weights, [name]: value },
})
