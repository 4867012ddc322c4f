import type { EpochRecord, GradientDecay } from '../../shared/contract/experiment.ts'
import type { CellKind } from '../../shared/contract/spec.ts'
import { keptDecay, latestDecay } from './decay-curve.ts'
import type { DecayCurve } from './decay-curve.ts'
import type { MetricSeries } from './metric-series.ts'
import type { ModelLook } from './model-look.ts'

/** One run as the charts see it. */
export interface ChartModel {
  id: string
  name: string
  cell: CellKind
  /** Place in its experiment: decides its colour and mark. */
  index: number
  look: ModelLook
  series: MetricSeries
  epochs: readonly EpochRecord[]
  decay: GradientDecay | null
  clipNorm: number | null
}

/**
 * The fading of the gradient: the curve of the latest recorded step, or what was kept with the run. Its mean factor per
 * word is the one measured over sentences at the end of an epoch, once there is one: the diagnosis speaks of the same.
 */
export function decayOf({ series, decay }: ChartModel): DecayCurve | null {
  const curve = latestDecay(series) ?? keptDecay(decay)
  return curve && decay ? { ...curve, perWord: decay.perWord, halfLife: decay.halfLife } : curve
}
