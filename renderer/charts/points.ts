import { columnOf } from './metric-series.ts'
import type { MetricSeries } from './metric-series.ts'
import type { EpochRecord } from '../../shared/contract/experiment.ts'

export interface Point {
  x: number
  y: number
}

/** A column against the training step; rows without a finite value are left out. */
export function pointsOf(series: MetricSeries, column: string): Point[] {
  const [x, y] = [columnOf(series, 'step'), columnOf(series, column)]
  if (!x || !y) return []
  const points: Point[] = []
  for (let row = 0; row < x.length; row++) if (Number.isFinite(y[row])) points.push({ x: x[row], y: y[row] })
  return points
}

type EpochValue = 'trainLoss' | 'trainAccuracy' | 'validationLoss' | 'validationAccuracy'

/** One point per epoch, at the step (or number) of its end. */
export const epochPoints = (epochs: readonly EpochRecord[], value: EpochValue, x: 'step' | 'epoch' = 'step'): Point[] =>
  epochs.map((epoch) => ({ x: epoch[x], y: epoch[value] })).filter(({ y }) => Number.isFinite(y))

/**
 * Exponential moving average, corrected for its start as in Adam (Kingma & Ba 2015, section 3), so that the first
 * points are not drawn towards zero. `keep` is the share of the old average kept at each point, 0 = no smoothing.
 */
export function smooth(points: readonly Point[], keep = 0.9): Point[] {
  let average = 0
  let weight = 0
  return points.map(({ x, y }) => {
    average = keep * average + (1 - keep) * y
    weight = keep * weight + (1 - keep)
    return { x, y: average / weight }
  })
}

/**
 * At most about `limit` points that draw the same line: of each stretch its lowest and highest point stay, and both ends.
 * A spike of one step, which matters most when looking for an explosion, is never averaged away.
 */
export function thin(points: readonly Point[], limit = 800): Point[] {
  if (points.length <= limit) return [...points]
  const stretches = Math.max(1, Math.floor((limit - 2) / 2))
  const inner = points.length - 2
  const kept: Point[] = [points[0]]
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * inner) / stretches)
    const to = 1 + Math.floor(((stretch + 1) * inner) / stretches)
    if (from >= to) continue
    let [low, high] = [from, from]
    for (let at = from + 1; at < to; at++) {
      if (points[at].y < points[low].y) low = at
      if (points[at].y > points[high].y) high = at
    }
    kept.push(points[Math.min(low, high)])
    if (low !== high) kept.push(points[Math.max(low, high)])
  }
  kept.push(points[points.length - 1])
  return kept
}

/** For a logarithmic axis: what is not above zero cannot be drawn. */
export const positive = (points: readonly Point[]): Point[] => points.filter(({ y }) => y > 0)
