export interface NumberCount {
  number: number
  count: number
}

/**
 * Edges that cut rising numbers into at most `bins` classes with about equally many rows: edge i is the smallest number with
 * at least i/bins of the rows below it. Equal numbers stay together, so there may be fewer. A row at an edge is above it.
 */
export function quantileEdges(numbers: readonly NumberCount[], bins: number): number[] {
  const total = numbers.reduce((sum, { count }) => sum + count, 0)
  const edges: number[] = []
  let below = 0
  let next = 1
  for (const { number, count } of numbers) {
    if (below > 0 && next < bins && below >= (total * next) / bins - 1e-9) {
      edges.push(number)
      while (next < bins && below >= (total * next) / bins - 1e-9) next++
    }
    below += count
  }
  return edges
}

/** Edges that cut the range of the numbers into `bins` equally wide pieces; none where there is no range. */
export function equalWidthEdges(numbers: readonly NumberCount[], bins: number): number[] {
  const [lowest, highest] = [numbers[0]?.number ?? 0, numbers[numbers.length - 1]?.number ?? 0]
  if (!(highest > lowest)) return []
  return Array.from({ length: bins - 1 }, (_, n) =>
    Number((lowest + ((highest - lowest) * (n + 1)) / bins).toPrecision(6)),
  )
}

/** Class of a number: how many of the rising edges are at or below it. */
export function binOf(value: number, edges: readonly number[]): number {
  let bin = 0
  while (bin < edges.length && value >= edges[bin]) bin++
  return bin
}
