import type { EpochRecord, GradientDecay, TestResult } from './experiment.ts'

/** The device that computes: WebGL (the GPU), WebAssembly, or plain JavaScript. */
export const devices = ['webgl', 'wasm', 'cpu'] as const
export type Device = (typeof devices)[number]

export interface DeviceReport {
  device: Device
  /** What the browser says of the GPU, e.g. 'ANGLE (…)'. */
  renderer: string | null
  /** WebGL is computed on the processor (SwiftShader, llvmpipe). */
  software: boolean
  /** Floats have 32 bits; false would flush small gradients to zero and fake vanishing. */
  float32: boolean
}

/**
 * Page → trainer worker. Each message about a run carries its id. `threads`: how many may compute on WebAssembly, absent: as
 * many as pay; results do not depend on it.
 */
export type ToTrainer =
  | { kind: 'train'; run: string; device: Device | null; threads?: number }
  | { kind: 'pause'; run: string }
  | { kind: 'resume'; run: string }
  /** One step, then pause. Also starts a run that is not yet running, from its checkpoint if there is one. */
  | { kind: 'step'; run: string; device: Device | null; threads?: number }
  | { kind: 'stop'; run: string }
  | { kind: 'predict'; run: string; request: number; text: string }
  /** The gradient that a training step on this one sentence would use; `ids` without padding, at most maxLength. */
  | { kind: 'gradient'; run: string; request: number; weights: 'best' | 'last'; ids: number[]; label: number }
  | { kind: 'forget'; run: string }

/** Trainer worker → page. */
export type FromTrainer =
  | { kind: 'device'; run: string; report: DeviceReport }
  /** `phase` is what takes time before the first step: fetching data, compiling shaders. */
  | { kind: 'starting'; run: string; phase: 'data' | 'model' | 'first-step' }
  | { kind: 'running'; run: string }
  | { kind: 'paused'; run: string; step: number }
  /** Recorded steps, as a metric table (see metrics.ts), and where the run is. */
  | {
      kind: 'metrics'
      run: string
      columns: string[]
      values: Float64Array
      step: number
      stepsPerEpoch: number
      stepsPerSecond: number
      tensors: number
      bytes: number
    }
  | { kind: 'epoch'; run: string; record: EpochRecord; decay: GradientDecay | null }
  | { kind: 'stopped'; run: string; step: number }
  | { kind: 'finished'; run: string; test: TestResult; decay: GradientDecay | null; early: boolean }
  | { kind: 'diverged'; run: string; step: number; epoch: number; what: string; message: string }
  /** `deviceLost`: the GPU was taken away; everything up to the last checkpoint is safe, and a new trainer can go on. */
  | { kind: 'failed'; run: string; message: string; deviceLost?: true }
  | { kind: 'prediction'; run: string; request: number; tokens: PredictedToken[]; classes: number }
  | { kind: 'prediction-failed'; run: string; request: number; message: string }
  | { kind: 'gradient'; run: string; request: number; loss: number; device: Device; gradients: TrainedGradient[] }
  | { kind: 'gradient-failed'; run: string; request: number; message: string }

/** The gradient of one parameter as the trainer has it: single precision, before clipping. */
export interface TrainedGradient {
  parameter: string
  columns: number
  /** The rows that `values` holds, where the parameter is looked up by word; null: all rows. */
  rows: Int32Array | null
  values: Float32Array
}

/** One word of a typed sentence, and what the model says after reading up to and including it. */
export interface PredictedToken {
  /** The word as typed. */
  word: string
  id: number
  unknown: boolean
  /** False for words cut off by truncation: their probabilities are empty. */
  used: boolean
  /** Probability of each class after this word; adds up to 1. */
  probabilities: number[]
}
