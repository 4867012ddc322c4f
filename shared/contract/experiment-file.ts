import { z } from 'zod'
import { epochRecord, runStatus, runUpdate } from './experiment.ts'
import { experimentSpec } from './spec.ts'

/**
 * An `.unroll` file: an experiment with its data, runs, curves and weights, to keep, pass on or hand in. It is a zip archive, so
 * that anybody can look inside without Unroll:
 *
 *   unroll.json                          what this schema describes
 *   rows.jsonl                           one row of the data set per line: [text, label, part, original label, line]
 *   runs/MODEL/metrics.umet              recorded steps, see metrics.ts
 *   runs/MODEL/best.safetensors, last.safetensors, snapshots/STEP.safetensors
 *
 * MODEL is the place of the model in the spec, from 0.
 */
export const FILE_FORMAT = 'unroll-experiment'
export const FILE_VERSION = 1

const savedRun = z.strictObject({
  /** Place of its model in the spec. */
  model: z.int().min(0),
  status: runStatus,
  device: z.string().max(200).nullable(),
  parameters: z.int().min(0),
  epochs: z.array(epochRecord).max(100_000),
  test: runUpdate.shape.test.unwrap().nullable(),
  decay: runUpdate.shape.decay.unwrap().nullable(),
  divergence: runUpdate.shape.divergence.unwrap().nullable(),
  error: z.string().max(4000).nullable(),
  notes: z.string().max(20_000),
})

export const experimentFile = z.strictObject({
  format: z.literal(FILE_FORMAT),
  version: z.literal(FILE_VERSION),
  /** Program that wrote it. */
  program: z.string().max(100),
  savedAt: z.string().max(40),
  experiment: z.strictObject({
    name: z.string().trim().min(1).max(200),
    notes: z.string().max(20_000),
    spec: experimentSpec,
    /** Entries; another number on opening means that texts are read differently there. */
    vocabularySize: z.int().min(0),
  }),
  dataset: z.strictObject({
    name: z.string().trim().min(1).max(200),
    fileName: z.string().min(1).max(255),
    classes: z.array(z.string().trim().min(1).max(80)).min(1).max(100),
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
    rows: z.int().min(1),
  }),
  runs: z.array(savedRun).max(12),
  /** SHA-256 of every other file of the archive: a flipped bit in the weights must not go unnoticed. */
  files: z.record(z.string().max(200), z.string().regex(/^[0-9a-f]{64}$/)),
})
export type ExperimentFile = z.infer<typeof experimentFile>

export const experimentFileQuery = z.strictObject({ fileName: z.string().trim().min(1).max(255) })

export const isExperimentFile = (fileName: string): boolean => /\.unroll$/i.test(fileName)

/** A name for the file: what systems refuse in names is replaced. */
export const experimentFileName = (name: string): string =>
  `${
    name
      .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[. ]+|[. ]+$/g, '')
      .slice(0, 120) || 'experiment'
  }.unroll`
