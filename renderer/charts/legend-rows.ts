/** A line of a chart as its legend names it. */
export interface LegendEntry {
  label: string
  colour: string
  dash: number[]
}

/** Width of a sample of the line, in CSS pixels. */
export const SAMPLE = 22
const GAP = 16

/** Breaks the names of the lines into rows that fit. */
export function legendRows(
  entries: readonly LegendEntry[],
  width: number,
  measure: (text: string) => number,
): { entry: LegendEntry; x: number }[][] {
  const rows: { entry: LegendEntry; x: number }[][] = []
  let x = 0
  for (const entry of entries) {
    const own = SAMPLE + 6 + measure(entry.label)
    if (!rows.length || x + own > width) {
      rows.push([])
      x = 0
    }
    rows[rows.length - 1].push({ entry, x })
    x += own + GAP
  }
  return rows
}
