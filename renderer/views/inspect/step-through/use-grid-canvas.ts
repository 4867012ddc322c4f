import { onMounted, watch } from 'vue'
import type { Ref } from 'vue'
import { formatNumber } from '../../../charts/format.ts'
import { useChartTheme } from '../../../charts/theme.ts'
import { colourOf, css, imageOf, inkOn, isDark } from './palette.ts'
import type { Range } from './palette.ts'

/** What is drawn; sizes in CSS pixels. */
export interface GridDrawing {
  values: ArrayLike<number>
  rows: number
  columns: number
  range: Range
  width: number
  height: number
  /** Column and row framed; null: none. */
  column: number | null
  row: number | null
  /** Places changed by hand: a dot in the middle of the cell. */
  changed: readonly number[]
}

const roomForNumber = { width: 40, height: 15 }

/** Draws a grid of numbers whenever it, its size or the theme changes. */
export function useGridCanvas(canvas: Readonly<Ref<HTMLCanvasElement | null>>, drawing: () => GridDrawing) {
  const theme = useChartTheme()
  const picture = document.createElement('canvas')
  const draw = () => {
    const context = canvas.value?.getContext('2d')
    const now = drawing()
    if (!canvas.value || !context || now.width === 0 || now.rows * now.columns === 0) return
    const dpr = window.devicePixelRatio || 1
    canvas.value.width = Math.round(now.width * dpr)
    canvas.value.height = Math.round(now.height * dpr)
    context.setTransform(dpr, 0, 0, dpr, 0, 0)
    paint(context, picture, now, theme.value.text)
  }
  onMounted(draw)
  watch([drawing, theme], draw, { flush: 'post' })
}

function paint(context: CanvasRenderingContext2D, picture: HTMLCanvasElement, now: GridDrawing, ink: string) {
  const { values, rows, columns, range, width, height } = now
  const [dark, cellWidth, cellHeight] = [isDark(), width / columns, height / rows]
  if (rows * columns <= sharp) cells(context, now, dark)
  else {
    picture.width = columns
    picture.height = rows
    picture.getContext('2d')?.putImageData(imageOf(values, rows, columns, range, dark), 0, 0)
    // More numbers than pixels: their mean is shown.
    context.imageSmoothingEnabled = cellWidth < 1 || cellHeight < 1
    context.drawImage(picture, 0, 0, width, height)
  }
  if (cellWidth >= 5 && cellHeight >= 5) lines(context, now, dark)
  if (cellWidth >= roomForNumber.width && cellHeight >= roomForNumber.height) numbers(context, now, dark)
  marks(context, now, dark)
  context.strokeStyle = ink
  context.lineWidth = 1.5
  const { column, row } = now
  if (column !== null && columns > 1 && (row === null || rows === 1))
    context.strokeRect(column * cellWidth + 0.75, 0.75, Math.max(2, cellWidth - 1.5), height - 1.5)
  if (row !== null && rows > 1 && (column === null || columns === 1))
    context.strokeRect(0.75, row * cellHeight + 0.75, width - 1.5, Math.max(2, cellHeight - 1.5))
  if (row !== null && column !== null && rows > 1 && columns > 1)
    context.strokeRect(
      column * cellWidth + 0.75,
      row * cellHeight + 0.75,
      Math.max(2, cellWidth - 1.5),
      Math.max(2, cellHeight - 1.5),
    )
}

/** Cells that are drawn one by one, to whole pixels; more of them are a picture that is stretched. */
const sharp = 5000

function cells(context: CanvasRenderingContext2D, now: GridDrawing, dark: boolean) {
  const { values, rows, columns, range, width, height } = now
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [x, y] = [Math.round((column * width) / columns), Math.round((row * height) / rows)]
      const [right, below] = [Math.round(((column + 1) * width) / columns), Math.round(((row + 1) * height) / rows)]
      context.fillStyle = css(colourOf(values[row * columns + column], range, dark))
      context.fillRect(x, y, Math.max(1, right - x), Math.max(1, below - y))
    }
}

function lines(context: CanvasRenderingContext2D, { rows, columns, width, height }: GridDrawing, dark: boolean) {
  context.strokeStyle = dark ? 'rgb(255 255 255 / 9%)' : 'rgb(20 30 50 / 9%)'
  context.lineWidth = 1
  context.beginPath()
  for (let column = 1; column < columns; column++) {
    const x = Math.round((column * width) / columns) + 0.5
    context.moveTo(x, 0)
    context.lineTo(x, height)
  }
  for (let row = 1; row < rows; row++) {
    const y = Math.round((row * height) / rows) + 0.5
    context.moveTo(0, y)
    context.lineTo(width, y)
  }
  context.stroke()
}

function numbers(
  context: CanvasRenderingContext2D,
  { values, rows, columns, range, width, height }: GridDrawing,
  dark: boolean,
) {
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (let at = 0; at < rows * columns; at++) {
    if (Number.isNaN(values[at])) continue
    context.fillStyle = inkOn(colourOf(values[at], range, dark))
    const [x, y] = [((at % columns) + 0.5) * (width / columns), (Math.floor(at / columns) + 0.5) * (height / rows)]
    context.fillText(formatNumber(values[at], 3), x, y, width / columns - 4)
  }
}

/** A dot with a rim: seen on any colour, and without colour. */
function marks(
  context: CanvasRenderingContext2D,
  { values, rows, columns, range, width, height, changed }: GridDrawing,
  dark: boolean,
) {
  for (const at of changed) {
    const [w, h] = [width / columns, height / rows]
    const radius = Math.max(1.5, Math.min(4, w / 3, h / 3))
    context.beginPath()
    context.arc(
      ((at % columns) + 0.5) * w,
      (Math.floor(at / columns) + (w >= roomForNumber.width ? 0.2 : 0.5)) * h,
      radius,
      0,
      2 * Math.PI,
    )
    context.fillStyle = inkOn(colourOf(values[at], range, dark))
    context.fill()
  }
}
