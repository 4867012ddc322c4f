import type { Chart, Plugin } from 'chart.js'
import { colourIndex, cssColour, viridis } from './colour-scale.ts'
import { gradientUnit } from './contents.ts'
import { powerOfTen } from './format.ts'
import { cellAt } from './heat-grid.ts'
import type { HeatGrid } from './heat-grid.ts'
import type { ChartTheme } from './theme.ts'

export type HeatCell = NonNullable<ReturnType<typeof cellAt>>

interface HeatMapSource {
  grid: () => HeatGrid | null
  theme: () => ChartTheme
  /** Called with the cell under the pointer and its place on the canvas, or null when there is none. */
  onHover: (cell: HeatCell | null, x: number, y: number) => void
}

const barWidth = 12

/**
 * Draws a heat grid into the chart area of a scatter chart without points, with its colour bar at the right.
 * The cells are painted as one picture, a pixel each, and stretched: a chart with one element per cell (the matrix
 * plugin) lays out 80,000 rectangles for 40 words × 2,000 steps at every update.
 */
export function heatMapPlugin({ grid, theme, onHover }: HeatMapSource): Plugin<'scatter'> {
  const picture = document.createElement('canvas')
  let painted: HeatGrid | null = null
  let hovered: HeatCell | null = null

  function paint(next: HeatGrid) {
    if (next === painted) return
    picture.width = next.columns
    picture.height = next.rows
    const image = new ImageData(next.columns, next.rows)
    next.cells.forEach((cell, at) => {
      if (Number.isNaN(cell)) return
      const index = colourIndex(cell, next.low, next.high)
      image.data.set(viridis.subarray(3 * index, 3 * index + 3), 4 * at)
      image.data[4 * at + 3] = 255
    })
    picture.getContext('2d')?.putImageData(image, 0, 0)
    painted = next
  }

  return {
    id: 'unroll-heat-map',
    beforeDatasetsDraw(chart) {
      const current = grid()
      if (!current) return
      paint(current)
      const { ctx } = chart
      const { x, y } = chart.scales
      const [left, right] = [x.getPixelForValue(-0.5), x.getPixelForValue(current.columns - 0.5)]
      const [top, bottom] = [y.getPixelForValue(-0.5), y.getPixelForValue(current.rows - 0.5)]
      ctx.save()
      ctx.imageSmoothingEnabled = false
      ctx.drawImage(picture, left, top, right - left, bottom - top)
      if (hovered) {
        const [w, h] = [(right - left) / current.columns, (bottom - top) / current.rows]
        ctx.strokeStyle = theme().text
        ctx.lineWidth = 1.5
        ctx.strokeRect(left + hovered.column * w, top + hovered.row * h, Math.max(2, w), Math.max(2, h))
      }
      ctx.restore()
    },
    afterDraw(chart) {
      const current = grid()
      if (current) drawColourBar(chart, current, theme())
    },
    afterEvent(chart, { event, inChartArea, ...args }) {
      const current = grid()
      const { x, y } = chart.scales
      const inside = current && inChartArea && event.type !== 'mouseout' && event.x !== null && event.y !== null
      const next = inside
        ? cellAt(
            current,
            (x.getValueForPixel(event.x ?? 0) ?? -1) + 0.5,
            (y.getValueForPixel(event.y ?? 0) ?? -1) + 0.5,
          )
        : null
      if (next?.column === hovered?.column && next?.row === hovered?.row) return
      hovered = next
      onHover(next, event.x ?? 0, event.y ?? 0)
      args.changed = true
      chart.draw()
    },
  }
}

function drawColourBar(chart: Chart, { low, high }: HeatGrid, theme: ChartTheme) {
  const { ctx, chartArea: area } = chart
  const x = area.right + 14
  ctx.save()
  const gradient = ctx.createLinearGradient(0, area.bottom, 0, area.top)
  for (let stop = 0; stop <= 16; stop++) gradient.addColorStop(stop / 16, cssColour(Math.round((255 * stop) / 16)))
  ctx.fillStyle = gradient
  ctx.fillRect(x, area.top, barWidth, area.bottom - area.top)
  ctx.fillStyle = theme.muted
  ctx.font = `11px ${theme.font}`
  ctx.textBaseline = 'middle'
  for (const exponent of barTicks(low, high)) {
    const y = area.bottom - ((exponent - low) / (high - low)) * (area.bottom - area.top)
    ctx.fillRect(x + barWidth, y - 0.5, 3, 1)
    ctx.fillText(powerOfTen(exponent), x + barWidth + 6, y)
  }
  ctx.translate(x + barWidth + 48, (area.top + area.bottom) / 2)
  ctx.rotate(Math.PI / 2)
  ctx.textAlign = 'center'
  ctx.fillText(gradientUnit, 0, 0)
  ctx.restore()
}

/** Whole powers of ten inside the range of the colours, at most about six. */
export function barTicks(low: number, high: number): number[] {
  const every = Math.max(1, Math.ceil((high - low) / 6))
  const ticks: number[] = []
  for (let exponent = Math.ceil(low); exponent <= high; exponent++) if (exponent % every === 0) ticks.push(exponent)
  return ticks
}
