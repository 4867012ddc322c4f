import { z } from 'zod'
import { datasetId, experimentId, runId } from './ids.ts'
import { experimentSpec, runSpec } from './spec.ts'
import type { ExperimentSpec, RunSpec } from './spec.ts'

export const createExperiment = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  dataset: datasetId,
  /** `data` is filled in by the service from the data set's fingerprint. */
  spec: experimentSpec.omit({ data: true }),
})
export type CreateExperiment = z.infer<typeof createExperiment>

export const updateExperiment = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  notes: z.string().max(20_000).optional(),
})

export const runStatuses = ['waiting', 'running', 'paused', 'stopped', 'finished', 'diverged', 'failed'] as const
export const runStatus = z.enum(runStatuses)
/**
 * waiting: never started. running: a trainer is at work. paused / stopped: has a checkpoint to go on from
 * (a run found 'running' at start, after a crash or a closed window, becomes 'stopped').
 * finished: all epochs done or stopped early. diverged: a loss or gradient was not finite. failed: any other error.
 */
export type RunStatus = z.infer<typeof runStatus>

export const epochRecord = z.strictObject({
  epoch: z.int().min(1),
  step: z.int().min(0),
  trainLoss: z.number(),
  trainAccuracy: z.number(),
  validationLoss: z.number(),
  validationAccuracy: z.number(),
  seconds: z.number(),
})
/** Losses are means per sentence in nats; accuracies are shares from 0 to 1; `seconds` is training time without evaluation. */
export type EpochRecord = z.infer<typeof epochRecord>

export const testResult = z.strictObject({
  /** Epoch whose weights were tested: the one with the lowest validation loss. */
  epoch: z.int().min(0),
  loss: z.number(),
  accuracy: z.number(),
  /** confusion[actual][predicted] = rows of the test split. */
  confusion: z.array(z.array(z.int())),
})
export type TestResult = z.infer<typeof testResult>

/** How the gradient fades over a sentence, measured on the latest recorded step. */
export const gradientDecay = z.strictObject({
  /** What the norm is of: the hidden state, or (ANN) the input at a position. */
  of: z.enum(['h', 'x']),
  /** Geometric mean of g_k / g_(k+1): below 1 the gradient shrinks with every word towards the start. */
  perWord: z.number().nullable(),
  /** Words after which half is left; null where the norm does not shrink. */
  halfLife: z.number().nullable(),
  /** Median over sentences of g_first / g_last. */
  firstToLast: z.number().nullable(),
  /** Root mean square over sentences of ‖∂L/∂h_t‖, by timestep from the first word. */
  byTimestep: z.array(z.number().nullable()),
  /** The same by distance from the last word: entry 0 is the last word. */
  byDistance: z.array(z.number().nullable()),
})
export type GradientDecay = z.infer<typeof gradientDecay>

export interface Divergence {
  step: number
  epoch: number
  /** Which quantity was not finite: 'loss' or the name of a parameter's gradient. */
  what: string
  message: string
}

export const runUpdate = z.strictObject({
  status: runStatus.optional(),
  /** Device that trained it: webgl, wasm or cpu. */
  device: z.string().max(200).optional(),
  test: testResult.optional(),
  decay: gradientDecay.optional(),
  divergence: z
    .strictObject({ step: z.int(), epoch: z.int(), what: z.string().max(200), message: z.string().max(2000) })
    .optional(),
  error: z.string().max(4000).optional(),
  notes: z.string().max(20_000).optional(),
})
export type RunUpdate = z.infer<typeof runUpdate>

export interface Run {
  id: string
  experimentId: string
  spec: RunSpec
  status: RunStatus
  device: string | null
  parameters: number
  /** Last step recorded, 0 before the first. */
  step: number
  epochs: EpochRecord[]
  test: TestResult | null
  decay: GradientDecay | null
  divergence: Divergence | null
  error: string | null
  notes: string
  /** Names of the metric columns, see metrics.ts; empty before the first recorded step. */
  columns: string[]
  /** Steps of the checkpoints on disk. */
  checkpoints: { last: number | null; best: number | null }
  createdAt: string
  updatedAt: string
}

export interface ExperimentSummary {
  id: string
  name: string
  notes: string
  dataset: { id: string; name: string }
  createdAt: string
  updatedAt: string
  /** True once a run has started: the spec no longer changes. */
  frozen: boolean
  runs: { id: string; name: string; cell: string; status: RunStatus; bestValidationAccuracy: number | null }[]
}

export interface SplitReport {
  train: number
  validation: number
  test: number
  /** Rows left out of training because the same text stands in a given validation or test part. */
  leftOut: number
  classCounts: { train: number[]; validation: number[]; test: number[] }
}

export interface VocabularySummary {
  id: string
  /** Entries with padding (id 0) and unknown (id 1). */
  size: number
  /** Words of the training split that did not enter. */
  dropped: number
  /** Share of tokens that are unknown, per part. */
  unknown: { train: number; validation: number; test: number }
  /** Share of sentences that fit into maxLength without truncation. */
  covered: number
}

export interface Experiment extends Omit<ExperimentSummary, 'runs'> {
  spec: ExperimentSpec
  /** The revision of the data set that it was made with; before a run has started, it follows the newest. */
  revision: number
  /** Edits of the data set since then; 0 also where they came to nothing. */
  editsSince: number
  split: SplitReport
  vocabulary: VocabularySummary
  classes: string[]
  runs: Run[]
}

/** GET /experiments/:id/vocabulary. words[i] has token id i; words[0] and words[1] are the padding and unknown marks. */
export interface VocabularyWords {
  words: string[]
  counts: number[]
}

/** What the train screen shows before an experiment exists: the effect of settings, computed without saving. */
export interface ExperimentPlan {
  split: SplitReport
  vocabulary: Omit<VocabularySummary, 'id'>
  models: { name: string; parameters: number; formula: string }[]
}

export const experimentParam = z.strictObject({ id: experimentId })
export const runParam = z.strictObject({ id: runId })
export const encodedParam = z.strictObject({ id: experimentId, part: z.enum(['train', 'validation', 'test']) })
export const checkpointParam = z.strictObject({ id: runId, kind: z.enum(['last', 'best']) })
export { runSpec }
