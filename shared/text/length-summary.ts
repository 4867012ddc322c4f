import type { DatasetReport } from '../contract/dataset.ts'

const BINS = 20

/** Nearest-rank quantiles and a histogram that ends a little above the 95th percentile. */
export function summariseLengths(counts: ReadonlyMap<number, number>): DatasetReport['lengths'] {
  const sorted = [...counts].sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, rows]) => sum + rows, 0)
  const quantile = (q: number) => {
    let seen = 0
    for (const [length, rows] of sorted) if ((seen += rows) >= Math.ceil(q * total)) return length
    return 0
  }
  const [min, max] = [sorted[0]?.[0] ?? 0, sorted[sorted.length - 1]?.[0] ?? 0]
  const p95 = quantile(0.95)
  const step = Math.max(1, Math.ceil((p95 * 1.25) / BINS))
  const bins = Math.min(BINS, Math.max(1, Math.ceil(max / step)))
  const histogram = Array.from({ length: bins }, (_, bin) => ({
    upTo: bin === bins - 1 ? Math.max(max, step * bins) : step * (bin + 1),
    rows: 0,
  }))
  for (const [length, rows] of sorted)
    histogram[Math.max(0, Math.min(bins - 1, Math.ceil(length / step) - 1))].rows += rows
  return { min, median: quantile(0.5), p95, max, histogram }
}
