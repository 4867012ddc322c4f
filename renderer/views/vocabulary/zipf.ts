export interface ZipfPoint {
  rank: number
  count: number
}

/**
 * Rank and count of the words, most frequent first, thinned so that a log–log plot shows every step and no point twice:
 * at most `perDecade` ranks between a power of ten and the next.
 * @param counts counts of the words in falling order, without the padding and unknown marks.
 */
export function zipfPoints(counts: readonly number[], perDecade = 24): ZipfPoint[] {
  const points: ZipfPoint[] = []
  for (let rank = 1; rank <= counts.length;) {
    points.push({ rank, count: counts[rank - 1] })
    rank =
      rank === counts.length
        ? rank + 1
        : Math.min(counts.length, Math.max(rank + 1, Math.round(rank * 10 ** (1 / perDecade))))
  }
  return points
}

/** Powers of ten from 1 up to the first that is not below `most`. */
export function decades(most: number): number[] {
  const ticks = [1]
  while (ticks[ticks.length - 1] < most) ticks.push(ticks[ticks.length - 1] * 10)
  return ticks
}

/**
 * Zipf's law, count = scale / rank, through the middle of the points: the scale is the geometric mean of count × rank.
 */
export function zipfScale(points: readonly ZipfPoint[]): number {
  if (points.length === 0) return 0
  const logs = points.map(({ rank, count }) => Math.log(rank * Math.max(count, 1)))
  return Math.exp(logs.reduce((sum, one) => sum + one, 0) / logs.length)
}
