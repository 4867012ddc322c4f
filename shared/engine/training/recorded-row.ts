import type { GradientDecay } from '../../contract/experiment.ts'
import type { MetricTable } from '../../contract/metrics.ts'
import { isRecurrent } from '../../contract/spec.ts'
import { decayOf } from '../gradients/decay.ts'
import { bySentence, rootMeanSquare } from '../gradients/norms.ts'
import type { Model } from '../cells/model.ts'
import type { Batch } from './batches.ts'
import type { Measurement } from './train-step.ts'

/** The columns of a model's metric table, in order; see contract/metrics.ts. */
export function metricColumns({ spec, parameters, dims: { maxLength: T } }: Model): string[] {
  const steps = (prefix: string) => Array.from({ length: T }, (_, t) => `${prefix}:${t}`)
  const signals = isRecurrent(spec.cell) ? ['h'] : spec.input.kind === 'embedding' ? ['x'] : []
  return [
    ...['step', 'epoch', 'loss', 'accuracy', 'norm', 'clipped'],
    ...parameters.map(({ name }) => `parameter:${name}`),
    ...signals.flatMap(steps),
    ...(spec.cell === 'lstm' ? steps('c') : []),
    ...signals.flatMap((of) => steps(`${of}-last`)),
  ]
}

/** One recorded step as a table of one row, and the decay of its gradient (null without a signal to measure). */
export function recordedRow(
  columns: string[],
  epoch: number,
  measurement: Measurement,
  batch: Batch,
): { table: MetricTable; decay: GradientDecay | null } {
  const { T } = batch.shape
  const row = new Map<string, number | null>()
  for (const name of ['step', 'loss', 'accuracy', 'norm', 'clipped'] as const) row.set(name, measurement[name])
  row.set('epoch', epoch)
  for (const [name, norm] of Object.entries(measurement.parameterNorms)) row.set(`parameter:${name}`, norm)
  let decay: GradientDecay | null = null
  for (const { of, norms } of measurement.signals) {
    const sentences = bySentence(norms, batch)
    if (of === 'c') rootMeanSquare(sentences, T, 'first').forEach((norm, t) => row.set(`c:${t}`, norm))
    else {
      decay = decayOf(of, sentences, T)
      decay.byTimestep.forEach((norm, t) => row.set(`${of}:${t}`, norm))
      decay.byDistance.forEach((norm, k) => row.set(`${of}-last:${k}`, norm))
    }
  }
  return { table: { columns, values: Float64Array.from(columns, (name) => row.get(name) ?? NaN) }, decay }
}
