import { z } from 'zod'
import { runId } from './ids.ts'

/**
 * Snapshots: what a run keeps of its weights at about forty points of its training, to look back on. A snapshot is a small
 * safetensors file: the recurrent matrices and the biases under their own names, and the first rows of the embedding
 * (`embedding`, ids 0 to 301: padding, the unknown word and the 300 most frequent words). Its metadata name the step and what
 * is in `SnapshotInfo`.
 */
export interface SnapshotInfo {
  /** Training steps done: 0 is the model before training. */
  step: number
  /** The epoch that the next step belongs to, from 1. */
  epoch: number
  parameters: SnapshotParameter[]
}

export interface SnapshotParameter {
  name: string
  /** ‖w‖, over all entries of the parameter. */
  norm: number
  /** ‖Δw‖ of the one step after the snapshot; null where no step follows. */
  update: number | null
}

/** Entries of the vocabulary whose embedding a snapshot keeps. */
export const SNAPSHOT_WORDS = 302

/** A matrix of more numbers than this (1 MB) is left out: forty snapshots of it would outweigh the run. */
export const LARGEST_MATRIX = 262_144

export const snapshotInfo = z.strictObject({
  step: z.int().nonnegative(),
  epoch: z.int().positive(),
  parameters: z.array(
    z.strictObject({ name: z.string(), norm: z.number().nonnegative(), update: z.number().nonnegative().nullable() }),
  ),
}) satisfies z.ZodType<SnapshotInfo>

export const snapshotParam = z.strictObject({
  id: runId,
  step: z.string().regex(/^\d{1,15}$/, 'not a training step'),
})
