import { columnOf } from './metric-series.ts'
import type { MetricSeries } from './metric-series.ts'
import type { EpochRecord } from '../../shared/contract/experiment.ts'

export interface Point {
  x: number
  y: number
}

/** A curve before it is thinned: many thousand points, hence in two arrays. x grows from point to point. */
export interface Curve {
  readonly x: Float64Array
  readonly y: Float64Array
}

/** A column against the training step; rows without a finite value are left out. */
export function curveOf(series: MetricSeries, column: string): Curve {
  const [x, y] = [columnOf(series, 'step'), columnOf(series, column)]
  return x && y ? where({ x, y }, Number.isFinite) : { x: new Float64Array(), y: new Float64Array() }
}

/** The points whose value is wanted. */
function where({ x, y }: Curve, wanted: (y: number) => boolean): Curve {
  const kept = { x: new Float64Array(y.length), y: new Float64Array(y.length) }
  let count = 0
  for (let at = 0; at < y.length; at++) {
    if (!wanted(y[at])) continue
    kept.x[count] = x[at]
    kept.y[count++] = y[at]
  }
  return { x: kept.x.subarray(0, count), y: kept.y.subarray(0, count) }
}

type EpochValue = 'trainLoss' | 'trainAccuracy' | 'validationLoss' | 'validationAccuracy'

/** One point per epoch, at the step (or number) of its end. */
export const epochPoints = (epochs: readonly EpochRecord[], value: EpochValue, x: 'step' | 'epoch' = 'step'): Point[] =>
  epochs.map((epoch) => ({ x: epoch[x], y: epoch[value] })).filter(({ y }) => Number.isFinite(y))

/**
 * Exponential moving average, corrected for its start as in Adam (Kingma & Ba 2015, section 3), so that the first
 * points are not drawn towards zero. `keep` is the share of the old average kept at each point, 0 = no smoothing.
 */
export function smooth({ x, y }: Curve, keep = 0.9): Curve {
  let average = 0
  let weight = 0
  const smoothed = y.map((value) => {
    average = keep * average + (1 - keep) * value
    weight = keep * weight + (1 - keep)
    return average / weight
  })
  return { x, y: smoothed }
}

/**
 * At most about `limit` points that draw the same line: of each stretch its lowest and highest point stay, and both ends.
 * A spike of one step, which matters most when looking for an explosion, is never averaged away.
 */
export function thin({ x, y }: Curve, limit = 800): Point[] {
  const count = y.length
  const pointAt = (at: number): Point => ({ x: x[at], y: y[at] })
  if (count <= limit) return Array.from(y, (_, at) => pointAt(at))
  const stretches = Math.max(1, Math.floor((limit - 2) / 2))
  const inner = count - 2
  const kept: Point[] = [pointAt(0)]
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * inner) / stretches)
    const to = 1 + Math.floor(((stretch + 1) * inner) / stretches)
    if (from >= to) continue
    let [low, high] = [from, from]
    for (let at = from + 1; at < to; at++) {
      if (y[at] < y[low]) low = at
      if (y[at] > y[high]) high = at
    }
    kept.push(pointAt(Math.min(low, high)))
    if (low !== high) kept.push(pointAt(Math.max(low, high)))
  }
  kept.push(pointAt(count - 1))
  return kept
}

/** For a logarithmic axis: what is not above zero cannot be drawn. */
export const positive = (curve: Curve): Curve => where(curve, (y) => y > 0)
