import type { Run } from '../../../../shared/contract/experiment.ts'
import type { DiagnosisInput } from '../../../../shared/engine/gradients/diagnosis.ts'
import { columnOf, valueAt } from '../../../charts/metric-series.ts'
import type { MetricSeries } from '../../../charts/metric-series.ts'

/** What the diagnosis of a run is made from: its record and its recorded steps. */
export function diagnosisInput(run: Run, series: MetricSeries, classes: number): DiagnosisInput {
  const { cell } = run.spec.model
  return {
    cell,
    decay: run.decay,
    epochs: run.epochs,
    ...(series.rows > 0 && { latest: latestNorms(series) }),
    ...(run.spec.training.clipNorm !== null && series.rows > 0 && { clippedShare: clippedShare(series) }),
    status: run.status,
    divergence: run.divergence,
    chance: Math.log(Math.max(2, classes)),
  }
}

function latestNorms(series: MetricSeries) {
  const parameters = series.columns.filter((column) => column.startsWith('parameter:'))
  return {
    norm: valueAt(series, -1, 'norm'),
    clipped: valueAt(series, -1, 'clipped'),
    parameterNorms: Object.fromEntries(parameters.map((column) => [column.slice(10), valueAt(series, -1, column)])),
  }
}

/** Share of the recorded steps in which clipping made the gradient smaller; rounding of 32 bits does not count. */
export function clippedShare(series: MetricSeries): number {
  const [before, after] = [columnOf(series, 'norm'), columnOf(series, 'clipped')]
  if (!before?.length || !after) return 0
  return before.filter((norm, row) => after[row] < norm * (1 - 1e-5)).length / before.length
}
