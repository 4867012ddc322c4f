import type { DatasetReport } from '../../../shared/contract/dataset.ts'

export interface LengthBar {
  from: number
  to: number
  rows: number
  /** Height as a share of the tallest bar, 0 to 1. */
  share: number
}

/** The bars of a length histogram, from the shortest row to the longest; empty bins before the first row are left out. */
export function lengthBars({ histogram: bins, min, max }: DatasetReport['lengths']): LengthBar[] {
  const first = bins.findIndex((bin) => bin.rows > 0)
  const histogram = first < 0 ? [] : bins.slice(first)
  const tallest = Math.max(1, ...histogram.map((bin) => bin.rows))
  return histogram.map(({ upTo, rows }, at) => ({
    from: at === 0 ? Math.min(min, upTo) : histogram[at - 1].upTo + 1,
    to: at === histogram.length - 1 ? Math.max(upTo, max) : upTo,
    rows,
    share: rows / tallest,
  }))
}

/** Where a number of tokens stands along the axis, 0 to 1: inside its bar in proportion. */
export function positionOf(tokens: number, bars: readonly LengthBar[]): number {
  const at = bars.findIndex((bar) => tokens <= bar.to)
  if (at < 0) return bars.length ? 1 : 0
  const { from, to } = bars[at]
  const inside = (tokens - from + 0.5) / (to - from + 1)
  return (at + Math.min(1, Math.max(0, inside))) / bars.length
}
