import * as tf from '@tensorflow/tfjs-core'
import type { GradientDecay } from '../../contract/experiment.ts'
import type { RunSpec } from '../../contract/spec.ts'
import { initialValues } from '../cells/initialisation.ts'
import type { Model, Weights } from '../cells/model.ts'
import { newGuard } from './clipping.ts'
import type { Guard } from './clipping.ts'
import { momentShapes } from './optimisers.ts'
import type { Moments } from './optimisers.ts'

/** Where a run is. With the tensors, everything that a resumed run needs to go on as if it had never stopped. */
export interface Position {
  /** Steps done. */
  step: number
  /** The epoch of the next step, from 1, and how many of its steps are done. */
  epoch: number
  stepInEpoch: number
  /** 0 and Infinity before the first epoch has ended. */
  bestEpoch: number
  bestValidationLoss: number
  epochsWithoutBetter: number
  /** Seconds of training in this epoch so far; of no influence on any result. */
  seconds: number
  /** How the gradient faded in the latest recorded step. */
  decay: GradientDecay | null
}

export interface TrainingTensors {
  weights: Weights
  moments: Moments
  guard: Guard
  /** [3]: sums of loss and right answers over the epoch's sentences so far, and their number. */
  sums: tf.Tensor1D
}

export interface TrainingState {
  position: Position
  tensors: TrainingTensors
}

/** A run before its first step, every number a function of the spec's seed. */
export function newState(model: Model, { seed, training }: RunSpec): TrainingState {
  const weights: Weights = {}
  const moments: Moments = { m: {}, v: {} }
  for (const parameter of model.parameters) {
    const { m, v } = momentShapes(training.optimiser, parameter)
    weights[parameter.name] = tf.tensor(initialValues(parameter, seed), parameter.shape)
    moments.m[parameter.name] = tf.zeros(m)
    moments.v[parameter.name] = tf.zeros(v)
  }
  return {
    position: {
      ...{ step: 0, epoch: 1, stepInEpoch: 0, bestEpoch: 0, bestValidationLoss: Infinity, epochsWithoutBetter: 0 },
      seconds: 0,
      decay: null,
    },
    tensors: { weights, moments, guard: newGuard(model.parameters.length), sums: tf.zeros([3]) },
  }
}

export function disposeState({ tensors: { weights, moments, guard, sums } }: TrainingState): void {
  tf.dispose([weights, moments.m, moments.v, { ...guard }, sums])
}
