import { z } from 'zod'
import { runId } from './ids.ts'

/**
 * What a run says of rows: the class it takes for the right one, and how probable that is to it. Rows are judged in stretches of
 * ids, so that judging can be stopped and gone on with, and an edit asks for one stretch anew.
 */
export const VERDICT_STRETCH = 8192
/** Instead of a class: nothing is known. */
export const NOT_JUDGED = 255
/** A probability is kept as a whole number of so many parts. */
export const CHANCE_PARTS = 65_535

export interface Verdict {
  predicted: number
  /** Probability of that class to the run, 0 to 1. */
  chance: number
}

/** GET /runs/:id/verdicts: how far the rows of its data set, as they are now, have been judged. */
export interface Judging {
  /** Of the data set; the stretches are to be read and judged as they are at it. */
  revision: number
  /** Step of the weights that judge: the best ones, else the last; null: it has not been trained. */
  checkpoint: number | null
  stretches: number
  /** First ids of the stretches that are not judged, or have changed since. */
  todo: number[]
}

const first = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)
  .refine((id) => id % VERDICT_STRETCH === 0, 'is not where a stretch begins')
export const verdictParam = z.strictObject({ id: runId, first })
const revision = z.coerce.number().int().min(0).max(1e9)
export const sentencesQuery = z.strictObject({ revision })
export const verdictQuery = z.strictObject({ revision, checkpoint: z.coerce.number().int().min(0).max(1e15) })

/** Verdicts of a stretch, from its first id on. */
export interface StretchVerdicts {
  classes: Uint8Array<ArrayBuffer>
  chances: Uint16Array<ArrayBuffer>
}

/** Little-endian uint16 chances, then one byte a class. */
export function packVerdicts({ classes, chances }: StretchVerdicts): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(3 * classes.length)
  bytes.set(new Uint8Array(chances.buffer, chances.byteOffset, 2 * chances.length))
  bytes.set(classes, 2 * classes.length)
  return bytes
}

/** @throws {RangeError} when the bytes are no verdicts. */
export function unpackVerdicts(bytes: Uint8Array, classCount: number): StretchVerdicts {
  const rows = bytes.length / 3
  if (!Number.isInteger(rows) || rows > VERDICT_STRETCH) throw new RangeError('verdicts: not the verdicts of a stretch')
  const classes = new Uint8Array(bytes.subarray(2 * rows))
  if (classes.some((one) => one >= classCount && one !== NOT_JUDGED))
    throw new RangeError('verdicts: a class that is not there')
  return { classes, chances: new Uint16Array(bytes.slice(0, 2 * rows).buffer) }
}
