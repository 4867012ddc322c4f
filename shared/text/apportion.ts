/**
 * Divides `total` rows into whole numbers in proportion to `shares`, each within one of its exact share.
 *
 * What rounding keeps from a part is remembered in `owed` (changed in place) and paid back when the next class is divided:
 * so a hundred classes of five rows still fill a test part of 10 %. The first part (train) gets a row of every class.
 */
export function apportion(total: number, shares: readonly number[], owed: number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0)
  const exact = shares.map((share) => (total * share) / sum)
  // The tiny addend undoes floating point's 9.999999999 for 10.
  const counts = exact.map((share) => Math.floor(share + 1e-9))
  const claim = exact.map((share, part) =>
    share - counts[part] > 1e-9 ? share - counts[part] + owed[part] : -Infinity,
  )
  for (let left = total - counts.reduce((a, b) => a + b, 0); left > 0; left--) {
    const part = claim.indexOf(Math.max(...claim))
    counts[part]++
    claim[part] = -Infinity
  }
  if (total > 0 && counts[0] === 0) {
    const excess = counts.map((count, part) => (count > 0 ? count - exact[part] : -Infinity))
    counts[excess.indexOf(Math.max(...excess))]--
    counts[0]++
  }
  exact.forEach((share, part) => (owed[part] += share - counts[part]))
  return counts
}
