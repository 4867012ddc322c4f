import type { LabPoint } from './document.ts'

/** One place of one series over its seeds. */
export interface SummaryRow {
  measure: string
  series: string
  x: number
  seeds: number
  mean: number | null
  /** Standard deviation over the seeds (n - 1); null for one seed. */
  spread: number | null
  least: number | null
  most: number | null
}

/** Mean and spread over the seeds of each (measure, series, x), in order of first appearance; numbers only. */
export function summarise(points: readonly LabPoint[]): SummaryRow[] {
  const groups = new Map<string, LabPoint[]>()
  for (const point of points) {
    const key = JSON.stringify([point.measure, point.series, point.x])
    const group = groups.get(key)
    if (group) group.push(point)
    else groups.set(key, [point])
  }
  return [...groups.values()].map((group) => {
    const { measure, series, x } = group[0]
    const values = group.map(({ y }) => y).filter((y) => y !== null)
    const n = values.length
    const mean = n > 0 ? values.reduce((a, b) => a + b, 0) / n : null
    const squares = mean === null ? 0 : values.reduce((sum, y) => sum + (y - mean) ** 2, 0)
    return {
      ...{ measure, series, x, seeds: n, mean },
      spread: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
      least: n > 0 ? Math.min(...values) : null,
      most: n > 0 ? Math.max(...values) : null,
    }
  })
}

/** Mean over seeds of a measure at a place, or null. */
export const meanAt = (rows: readonly SummaryRow[], measure: string, series: string, x: number): number | null =>
  rows.find((row) => row.measure === measure && row.series === series && row.x === x)?.mean ?? null

/** The rows of one measure and series, by growing x. */
export const curveOf = (rows: readonly SummaryRow[], measure: string, series: string): SummaryRow[] =>
  rows.filter((row) => row.measure === measure && row.series === series).sort((a, b) => a.x - b.x)

export const seriesOf = (rows: readonly { series: string }[]): string[] => [
  ...new Set(rows.map(({ series }) => series)),
]
