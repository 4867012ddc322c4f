import type { EncodedPart } from '../../contract/encoded.ts'
import type { EpochRecord, GradientDecay, TestResult } from '../../contract/experiment.ts'
import type { MetricTable } from '../../contract/metrics.ts'

export interface TrainingData {
  /** Entries of the vocabulary, the padding and unknown ones included. */
  vocabularySize: number
  classes: number
  parts: Record<'train' | 'validation' | 'test', EncodedPart>
}

/** Where a run is, sent with every recorded step. */
export interface TrainingProgress {
  /** Steps done, from 1. */
  step: number
  epoch: number
  stepsPerEpoch: number
  stepsPerSecond: number
  /** Tensors and bytes alive on the device: constant while nothing leaks. */
  tensors: number
  bytes: number
}

/** What a run tells the world. Each call is awaited, so a slow receiver slows the run instead of losing records. */
export interface TrainingSink {
  /** Recorded steps, in order; all of them arrive before the checkpoint that follows them. */
  metrics(table: MetricTable, progress: TrainingProgress): void | Promise<void>
  epoch(record: EpochRecord, decay: GradientDecay | null): void | Promise<void>
  /** A safetensors file: after every epoch, twice a minute in long epochs, on request, and when the run stops. */
  checkpoint(kind: 'last' | 'best', bytes: Uint8Array<ArrayBuffer>, step: number): void | Promise<void>
  /** A snapshot of the weights to look back on (contract/snapshots.ts). Absent: none are taken. */
  snapshot?(bytes: Uint8Array<ArrayBuffer>, step: number): void | Promise<void>
}

/**
 * Asked before every step. A promise that is not yet settled is a pause. 'checkpoint' writes the 'last' checkpoint and asks
 * again, which is how a pause saves first; 'stop' writes it too and ends the run.
 */
export interface TrainingControl {
  next(): TrainingOrder | Promise<TrainingOrder>
}
export type TrainingOrder = 'go' | 'stop' | 'checkpoint'

export type TrainingOutcome =
  | { kind: 'finished'; test: TestResult; decay: GradientDecay | null; early: boolean }
  | { kind: 'stopped'; step: number }
  | { kind: 'diverged'; step: number; epoch: number; what: string; message: string }

export interface TrainingOptions {
  sink: TrainingSink
  /** Absent: runs to the end. */
  control?: TrainingControl
  /** Checkpoints to go on from. */
  last?: Uint8Array
  best?: Uint8Array
  /** What takes time before the first step: building the model, compiling the first step. */
  onPhase?: (phase: 'model' | 'first-step') => void
}
