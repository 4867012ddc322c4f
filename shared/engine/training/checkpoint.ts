import * as tf from '@tensorflow/tfjs-core'
import type { Model, Weights } from '../cells/model.ts'
import { tidy } from '../tidy.ts'
import { newGuard } from './clipping.ts'
import { momentShapes } from './optimisers.ts'
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts'
import type { SafeTensor, SafeTensors } from './safetensors.ts'
import type { Position, TrainingState, TrainingTensors } from './training-state.ts'
import type { TrainingSpec } from '../../contract/spec.ts'

/**
 * A checkpoint is a safetensors file: the parameters under their own names (so other programs read them as a plain weights
 * file), 'm:NAME' and 'v:NAME' for the moments, 'epoch:sums'; in the metadata the position as JSON text, and its step, which is
 * what the storage reads.
 */
const FORMAT = 'unroll-checkpoint-1'

/**
 * Writes the state of a run. Null when a number in it is not finite: such a state is no place to go back to.
 */
export async function writeCheckpoint({ tensors, position }: TrainingState): Promise<Uint8Array<ArrayBuffer> | null> {
  const entries = [
    ...Object.entries(tensors.weights),
    ...Object.entries(tensors.moments.m).map(([name, t]): [string, tf.Tensor] => [`m:${name}`, t]),
    ...Object.entries(tensors.moments.v).map(([name, t]): [string, tf.Tensor] => [`v:${name}`, t]),
    ['epoch:sums', tensors.sums] as [string, tf.Tensor],
  ]
  const contents: [string, SafeTensor][] = []
  for (const [name, tensor] of entries) {
    const data = (await tensor.data()) as Float32Array
    if (name !== 'epoch:sums' && !data.every(Number.isFinite)) return null
    contents.push([name, { dtype: 'F32', shape: tensor.shape, data }])
  }
  const metadata = { format: FORMAT, step: String(position.step), position: JSON.stringify(position) }
  return encodeSafetensors(Object.fromEntries(contents), metadata)
}

/**
 * Puts a run back where a checkpoint was written.
 * @throws {RangeError} when the file is no checkpoint of this model, naming the parameter that does not fit.
 */
export function readCheckpoint(bytes: Uint8Array, model: Model, training: TrainingSpec): TrainingState {
  const file = decodeSafetensors(bytes)
  const position = positionOf(file.metadata)
  // A file that does not fit leaves no tensors behind.
  const tensors = tidy(() => tensorsOf(file, model, training))
  return { position, tensors }
}

function tensorsOf(file: SafeTensors, model: Model, training: TrainingSpec): TrainingTensors {
  const tensors: TrainingTensors = {
    weights: weightsOf(file, model),
    moments: { m: {}, v: {} },
    guard: newGuard(model.parameters.length),
    sums: tensorOf(file, 'epoch:sums', [3]) as tf.Tensor1D,
  }
  for (const parameter of model.parameters) {
    const shapes = momentShapes(training.optimiser, parameter)
    tensors.moments.m[parameter.name] = tensorOf(file, `m:${parameter.name}`, shapes.m)
    tensors.moments.v[parameter.name] = tensorOf(file, `v:${parameter.name}`, shapes.v)
  }
  return tensors
}

/** Only the weights, e.g. to predict with. The caller disposes of them. */
export const readWeights = (bytes: Uint8Array, model: Model): Weights =>
  tidy(() => weightsOf(decodeSafetensors(bytes), model))

/** Where the run was when the checkpoint was written. */
export const readPosition = (bytes: Uint8Array): Position => positionOf(decodeSafetensors(bytes).metadata)

const weightsOf = (file: SafeTensors, model: Model): Weights =>
  Object.fromEntries(model.parameters.map(({ name, shape }) => [name, tensorOf(file, name, shape)]))

function tensorOf({ tensors }: SafeTensors, name: string, shape: number[]): tf.Tensor {
  const found = tensors[name]
  if (!found || found.shape.join() !== shape.join())
    throw new RangeError(
      `checkpoint: ${name} must have shape [${shape}], ${found ? `has [${found.shape}]` : 'is missing'}`,
    )
  return tf.tensor(found.data, shape)
}

function positionOf({ format, position }: Record<string, string>): Position {
  if (format !== FORMAT) throw new RangeError(`checkpoint: format '${FORMAT}' expected, got '${format ?? 'none'}'`)
  const read = parsed(position)
  const counts = [read.step, read.epoch, read.stepInEpoch, read.bestEpoch, read.epochsWithoutBetter]
  if (!counts.every((count) => Number.isSafeInteger(count)))
    throw new RangeError('checkpoint: the position is malformed')
  // JSON has no Infinity: a best loss that is not known yet is written as null.
  return { ...read, bestValidationLoss: read.bestValidationLoss ?? Infinity } as Position
}

function parsed(position: string): Partial<Position> {
  try {
    return (JSON.parse(position) ?? {}) as Partial<Position>
  } catch {
    throw new RangeError('checkpoint: the position is malformed')
  }
}
