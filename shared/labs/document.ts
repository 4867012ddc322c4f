import { z } from 'zod'
import { LAB_VERSION, labSpec } from './spec.ts'

/** One measured number. `x` is what the measure is drawn against; y is null where it was not finite. */
export const labPoint = z.strictObject({
  measure: z.string().max(40),
  series: z.string().max(100),
  seed: z.int(),
  x: z.number(),
  y: z.number().nullable(),
})
export type LabPoint = z.infer<typeof labPoint>

/** A laboratory's result as it is saved and given to others. The rest of what is shown follows from it. */
export const labDocument = z.strictObject({
  kind: z.literal('unroll-laboratory'),
  version: z.literal(LAB_VERSION),
  /** Version of Unroll, and the device that computed. */
  program: z.string().max(40),
  device: z.string().max(40),
  spec: labSpec,
  /** Names of series and of places on an axis that are no numbers. */
  names: z.record(z.string(), z.string().max(200)),
  points: z.array(labPoint).max(200_000),
})
export type LabDocument = z.infer<typeof labDocument>

/** @throws {Error} in words for people when the text is no such document. */
export function readDocument(text: string): LabDocument {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Error('This file is not JSON.')
  }
  // The command's own output says more than the document; only the document is read.
  const { kind, version, program, device, spec, names, points } = (json ?? {}) as Record<string, unknown>
  if (kind !== 'unroll-laboratory') throw new Error('This file holds no results of a laboratory of Unroll.')
  if (version !== LAB_VERSION)
    throw new Error(`The file has version ${String(version)} of the laboratories, this Unroll reads ${LAB_VERSION}.`)
  const { success, data, error } = labDocument.safeParse({ kind, version, program, device, spec, names, points })
  if (success) return data
  const [issue] = error.issues
  throw new Error(`The file is damaged: ${z.core.toDotPath(issue.path) || 'document'}: ${issue.message}.`)
}
