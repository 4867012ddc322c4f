import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import type { RunSpec } from '../../../shared/contract/spec.ts'
import { stream } from '../../../shared/engine/training/random.ts'

/** A model to time, with the extents of the data it would be trained on. */
export interface TimedModel {
  spec: RunSpec
  vocabularySize: number
  classes: number
  /** Words per sentence of one batch: devices differ in what they gain from short sentences. */
  lengths: number[]
}

/**
 * The lengths of `count` sentences, spread like those of a data set and cut to `longest`.
 * @param histogram rows by token count, as in the report of a data set; empty: all sentences have the greatest length.
 */
export function typicalLengths(
  histogram: readonly { upTo: number; rows: number }[],
  count: number,
  longest: number,
): number[] {
  const total = histogram.reduce((sum, { rows }) => sum + rows, 0)
  return Array.from({ length: count }, (_, n) => {
    let left = ((n + 0.5) / count) * total
    const bin = histogram.find(({ rows }) => (left -= rows) <= 0)
    return Math.max(1, Math.min(longest, bin?.upTo ?? longest))
  })
}

/** Sentences of such lengths whose words are as unevenly frequent as those of a language (Zipf's law). */
export function madeUpPart({ spec, vocabularySize: V, classes, lengths }: TimedModel): EncodedPart {
  const random = stream(spec.seed, 'timing')
  const offsets = new Uint32Array(lengths.length + 1)
  for (const [n, length] of lengths.entries()) offsets[n + 1] = offsets[n] + length
  // The two lowest ids are padding and the unknown word.
  const ids = Int32Array.from({ length: offsets[lengths.length] }, () => {
    const rank = Math.floor(Math.max(1, V - 2) ** random.next())
    return Math.min(V - 1, 1 + rank)
  })
  return {
    rowIds: Uint32Array.from(lengths, (_, n) => n),
    labels: Int32Array.from(lengths, (_, n) => n % classes),
    offsets,
    ids,
  }
}
