import { columnOf, numberedColumns } from './metric-series.ts'
import type { MetricSeries } from './metric-series.ts'

/** What the norm is of: hidden state, cell state, or the input at a position. */
export type GradientOf = 'h' | 'c' | 'x'

/** Cells of the heat map: log10 of a gradient norm, word position × training step. */
export interface HeatGrid {
  /** Word positions from `firstPosition` on (0 is the first word); positions that are padding everywhere are cut off. */
  rows: number
  firstPosition: number
  columns: number
  /** cells[row × columns + column]; NaN = padding, -Infinity = a gradient of exactly zero. */
  cells: Float32Array
  /** Training steps each column covers. */
  steps: { from: number; to: number }[]
  /** Range of the colours: nearly all finite cells lie between (see `colourRange`). */
  low: number
  high: number
}

/**
 * @param limit most columns; with more recorded steps neighbours are joined by the root of their mean square,
 *   the same mean that the norms themselves are.
 */
export function buildHeatGrid(series: MetricSeries, of: GradientOf, limit = 600): HeatGrid | null {
  const positions = numberedColumns(series, of)
  const steps = columnOf(series, 'step')
  if (!positions.length || !steps?.length) return null
  const per = Math.ceil(series.rows / limit)
  const columns = Math.ceil(series.rows / per)
  const all = positions.map(({ at }) => {
    const line = new Float32Array(columns)
    const norms = series.data[at]
    for (let column = 0; column < columns; column++) {
      let [sum, count] = [0, 0]
      for (let row = column * per; row < Math.min(series.rows, (column + 1) * per); row++) {
        const norm = norms[row]
        if (!Number.isFinite(norm)) continue
        sum += norm * norm
        count++
      }
      line[column] = count ? Math.log10(Math.sqrt(sum / count)) : NaN
    }
    return line
  })
  const used = all.map((line) => line.some((cell) => !Number.isNaN(cell)))
  const first = used.indexOf(true)
  if (first < 0) return null
  const last = used.lastIndexOf(true)
  const cells = new Float32Array((last - first + 1) * columns)
  for (let row = first; row <= last; row++) cells.set(all[row], (row - first) * columns)
  return {
    rows: last - first + 1,
    firstPosition: positions[first].number,
    columns,
    cells,
    steps: Array.from({ length: columns }, (_, column) => ({
      from: steps[column * per],
      to: steps[Math.min(series.rows, (column + 1) * per) - 1],
    })),
    ...colourRange(cells),
  }
}

/**
 * The half percent at either end does not stretch the scale: one spike must not make all the rest look vanished
 * (a wish in wandb/wandb #1765). At least one decade wide, so that noise does not look like structure.
 */
export function colourRange(cells: Float32Array): { low: number; high: number } {
  const finite = cells.filter(Number.isFinite).sort()
  if (!finite.length) return { low: -1, high: 0 }
  const at = (share: number) => finite[Math.round(share * (finite.length - 1))]
  const [low, high] = [at(0.005), at(0.995)]
  const missing = Math.max(0, 1 - (high - low)) / 2
  return { low: low - missing, high: high + missing }
}

/** The cell under a place given in cells; null outside. `row` counts from the first shown position. */
export function cellAt(grid: HeatGrid, column: number, row: number) {
  const [c, r] = [Math.floor(column), Math.floor(row)]
  if (c < 0 || r < 0 || c >= grid.columns || r >= grid.rows) return null
  return {
    column: c,
    row: r,
    position: grid.firstPosition + r,
    steps: grid.steps[c],
    log10: grid.cells[r * grid.columns + c],
  }
}
