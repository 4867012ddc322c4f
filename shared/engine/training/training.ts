import type { RunSpec } from '../../contract/spec.ts'
import type { TrainingData, TrainingOptions, TrainingOutcome } from './training-types.ts'

export type {
  TrainingControl,
  TrainingData,
  TrainingOptions,
  TrainingOrder,
  TrainingOutcome,
  TrainingProgress,
  TrainingSink,
} from './training-types.ts'

/** Trains a run on the current TensorFlow.js backend. */
export declare function runTraining(
  spec: RunSpec,
  data: TrainingData,
  options: TrainingOptions,
): Promise<TrainingOutcome>
