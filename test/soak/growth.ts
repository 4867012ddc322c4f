/** One reading at rest: minutes since the start, and the value. */
export interface Reading {
  minute: number
  value: number
}

/** How a series went after the warm-up. */
export interface Growth {
  /** Fitted at the end of the warm-up and at the end of the run. */
  from: number
  to: number
  /** (to − from) / from. */
  share: number
  readings: number
}

/** Fewer readings say nothing about growth. */
export const FEWEST_READINGS = 8

/**
 * Growth over the readings that came after the warm-up, by the line of Theil and Sen: the median of the slopes of all pairs,
 * and the median of what then remains as its height. Up to 29 % of the readings may lie anywhere without moving it (Sen 1968,
 * doi:10.1080/01621459.1968.10480934).
 * @returns null when there are too few readings to judge.
 */
export function growthOf(readings: readonly Reading[], warmUpMinutes: number): Growth | null {
  const judged = readings.filter(({ minute }) => minute >= warmUpMinutes)
  if (judged.length < FEWEST_READINGS) return null
  const slopes = judged.flatMap((one, at) =>
    judged.slice(at + 1).flatMap((other) => {
      const minutes = other.minute - one.minute
      return minutes > 0 ? [(other.value - one.value) / minutes] : []
    }),
  )
  const slope = median(slopes)
  const height = median(judged.map(({ minute, value }) => value - slope * minute))
  const [from, to] = [height + slope * judged[0].minute, height + slope * judged[judged.length - 1].minute]
  return { from, to, share: from > 0 ? (to - from) / from : to > 0 ? Infinity : 0, readings: judged.length }
}

/** @returns NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
