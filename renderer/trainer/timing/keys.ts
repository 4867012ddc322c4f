import type { ModelSpec } from '../../../shared/contract/spec.ts'
import type { WebglFound } from '../devices.ts'

/** What a machine offers for training, as a scratch worker found it. */
export interface Machine {
  webgl: WebglFound
  cores: number
}

/** The extents of a batch: timesteps, sentences, and entries of the vocabulary (null: not known, fits any). */
export interface BatchExtents {
  T: number
  B: number
  V: number | null
}

/** Timings hold for this GPU, these cores and this version of the kernels. */
export const machineKey = ({ webgl, cores }: Machine, version: string): string =>
  `${webgl ? (webgl.renderer ?? 'unnamed GPU') : 'no WebGL'} · ${cores} cores · Unroll ${version}`.slice(0, 400)

/**
 * Models of one shape take about the same time per step. The sizes of the model count exactly; sentence length, batch and
 * vocabulary up to the next power of two, so that a changed setting does not make everything be measured again.
 */
export function shapeKey(model: ModelSpec, { T, B, V }: BatchExtents): string {
  const { cell, input, hidden, layers, activation, peephole, bidirectional, pooling } = model
  const features = [
    cell,
    input.kind === 'one-hot' ? 'one-hot' : `e${input.size}`,
    `h${hidden}`,
    `l${layers}`,
    ...(activation === 'relu' ? ['relu'] : []),
    ...(peephole ? ['peephole'] : []),
    ...(bidirectional ? ['both-ways'] : []),
    ...(pooling === 'mean' ? ['mean'] : []),
  ]
  return `${features.join(' ')} T${upTo(T)} B${upTo(B)} V${V === null ? '' : upTo(V)}`
}

const upTo = (size: number) => 2 ** Math.ceil(Math.log2(Math.max(1, size)))
