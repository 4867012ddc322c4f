import type { PointStyle } from 'chart.js'
import type { Point } from './points.ts'

/** One curve of a line chart. `id` names it from update to update. */
export interface Line {
  id: string
  label: string
  points: readonly Point[]
  colour: string
  width?: number
  dash?: number[]
  /** Drawn at each point; without it only under the pointer. */
  mark?: PointStyle
  /** Lines with a smaller number lie above. */
  order?: number
  /** Left out of the tooltip: the raw curve under its smoothed one. */
  silent?: boolean
}

/** A straight line that says what a value means: chance, the clipping limit, a half-life. */
export interface Mark {
  id: string
  axis: 'x' | 'y'
  value: number
  label: string
  colour?: string
  /** Moves the label along its line, to keep labels apart: 0 start, 1 end. */
  at?: number
  /** The label stands above a horizontal line, not on it: for a line that the curves run along. */
  above?: boolean
}

export interface LineContent {
  lines: Line[]
  marks?: Mark[]
  /** Names of the places 0, 1, 2 … on the x-axis; without them x is a number. */
  labels?: string[]
  xLabel: string
  yLabel: string
  /** Where a numeric x-axis begins; 0 unless given. */
  xMin?: number
  yScale?: 'linear' | 'logarithmic'
  yMin?: number
  yMax?: number
  /** A value the y-axis reaches at least, so that a guide line does not lie on its edge. */
  yReach?: number
  formatX?: (x: number) => string
  formatY?: (y: number) => string
  /** As `formatY`, for the axis: as short as it can be. */
  formatTick?: (y: number) => string
}
