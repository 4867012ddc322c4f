import { numberedColumns, valueAt } from './metric-series.ts'
import { formatNumber } from './format.ts'
import type { MetricSeries } from './metric-series.ts'
import type { Point } from './points.ts'
import type { GradientDecay } from '../../shared/contract/experiment.ts'
import { say } from '../messages.ts'

/** How the gradient fades from the last word towards the first, on one recorded step. */
export interface DecayCurve {
  of: 'h' | 'x'
  step: number | null
  /** x: words before the last one; y: norm as a share of the norm at the last word. */
  points: Point[]
  /** Factor per word (geometric mean); below 1 the gradient shrinks towards the start. */
  perWord: number | null
  /** Words after which half is left; null where the norm does not shrink. */
  halfLife: number | null
}

/** The curve of the latest recorded step; null before there is one. */
export function latestDecay(series: MetricSeries): DecayCurve | null {
  for (const kind of ['h', 'x'] as const) {
    const columns = numberedColumns(series, `${kind}-last`)
    if (!columns.length || !series.rows) continue
    const norms = columns.map(({ number }) => valueAt(series, -1, `${kind}-last:${number}`))
    return curveOf(kind, norms, valueAt(series, -1, 'step'))
  }
  return null
}

/** The curve a run keeps with its results; null where nothing was measured. */
export const keptDecay = (decay: GradientDecay | null): DecayCurve | null =>
  decay && {
    ...curveOf(
      decay.of,
      decay.byDistance.map((norm) => norm ?? NaN),
      null,
    ),
    perWord: decay.perWord,
    halfLife: decay.halfLife,
  }

/** @param norms by distance from the last word, entry 0 is the last word; NaN where no sentence is that long. */
export function curveOf(of: 'h' | 'x', norms: readonly number[], step: number | null): DecayCurve {
  const last = norms[0]
  const points =
    last > 0 ? norms.map((norm, x) => ({ x, y: norm / last })).filter(({ y }) => Number.isFinite(y) && y > 0) : []
  const far = points[points.length - 1]
  const perWord = far && far.x > 0 ? far.y ** (1 / far.x) : null
  return { of, step, points, perWord, halfLife: halfLifeOf(perWord) }
}

/** Words after which half of the gradient is left: ln ½ / ln factor; null when it does not shrink. */
export const halfLifeOf = (perWord: number | null): number | null =>
  perWord !== null && perWord > 0 && perWord < 1 ? Math.log(0.5) / Math.log(perWord) : null

/** 'half is left after 6.9 words', or what happens instead. */
export function halfLifeWords({ halfLife, perWord }: Pick<DecayCurve, 'halfLife' | 'perWord'>): string {
  if (halfLife !== null) {
    const words = formatNumber(halfLife, 2)
    return say.charts.halfIsLeftAfter(words === '1' ? say.charts.oneWord : say.charts.words(words))
  }
  return perWord !== null && perWord > 1.005
    ? say.charts.itGrowsByPerWord(formatNumber(perWord, 3))
    : say.charts.noSteadyFadePerWord
}
