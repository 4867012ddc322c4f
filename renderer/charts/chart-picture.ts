import { imageOfHtml } from './html-picture.ts'
import { SAMPLE, legendRows } from './legend-rows.ts'
import type { LegendEntry } from './legend-rows.ts'
import type { LineDataset } from './line-options.ts'
import { finishDrawing } from './redraw.ts'
import { Chart } from './register.ts'
import type { ChartTheme } from './theme.ts'
import { say } from '../messages.ts'

/** Pixels per CSS pixel of a picture: sharp in print and on a slide, whatever the screen has. */
const RATIO = 2
const PADDING = 16
const TITLE_HEIGHT = 28
const LEGEND_ROW = 20

interface Size {
  width: number
  height: number
}

/** A drawing that can be put on a canvas, and its size in CSS pixels. */
interface Drawn extends Size {
  image: CanvasImageSource
  legend: readonly LegendEntry[]
}

/**
 * A chart as a PNG on its background, with its title and the names of its lines; axis titles are part of the chart.
 * @param frame the element in which the chart stands: on a canvas, as an SVG, or as elements of the page
 * @throws {Error} when nothing is drawn in it
 */
export async function pictureOf(frame: Element, title: string, theme: ChartTheme): Promise<Blob> {
  const drawn = await drawingIn(frame)
  // Kept in memory, not on the graphics card: it is drawn once and read back.
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error(say.charts.theBrowserGivesNoCanvasTo)
  const font = (size: number, weight = '') => `${weight} ${size}px ${theme.font}`.trim()
  context.font = font(12)
  const rows = legendRows(drawn.legend, drawn.width, (text) => context.measureText(text).width)
  const { canvas } = context
  const width = drawn.width + 2 * PADDING
  const height = TITLE_HEIGHT + drawn.height + rows.length * LEGEND_ROW + 2 * PADDING
  canvas.width = Math.round(RATIO * width)
  canvas.height = Math.round(RATIO * height)
  context.scale(RATIO, RATIO)
  context.fillStyle = theme.surface
  context.fillRect(0, 0, width, height)
  context.textBaseline = 'top'
  context.fillStyle = theme.text
  context.font = font(15, '600')
  context.fillText(title, PADDING, PADDING, drawn.width)
  context.drawImage(drawn.image, PADDING, PADDING + TITLE_HEIGHT, drawn.width, drawn.height)
  context.font = font(12)
  rows.forEach((row, at) =>
    drawLegendRow(context, row, PADDING + TITLE_HEIGHT + drawn.height + at * LEGEND_ROW + 6, theme),
  )
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error(say.charts.thePictureCouldNotBeMade))),
      'image/png',
    ),
  )
}

async function drawingIn(frame: Element): Promise<Drawn> {
  // A canvas or SVG without this role is a part of something larger.
  const drawn = frame.querySelector('canvas[role="img"], svg[role="img"]')
  if (drawn instanceof HTMLCanvasElement) return fromCanvas(drawn)
  if (drawn instanceof SVGSVGElement) return fromSvg(drawn)
  if (frame instanceof HTMLElement && frame.scrollWidth > 0) return { ...(await imageOfHtml(frame, RATIO)), legend: [] }
  throw new Error(say.charts.thereIsNothingDrawnHereThat)
}

/**
 * A copy at twice the resolution: the chart is drawn larger and back within one task, so nobody sees it. New data that wait for
 * their turn to be drawn are drawn first, and a chart has the size of its frame even where it has not followed that yet: a
 * picture taken at once shows what the numbers beside it say.
 */
function fromCanvas(canvas: HTMLCanvasElement): Drawn {
  finishDrawing(canvas)
  const chart = Chart.getChart(canvas)
  const { clientWidth: width, clientHeight: height } = (chart && canvas.parentElement) || canvas
  const copy = () => {
    const image = document.createElement('canvas')
    image.width = canvas.width
    image.height = canvas.height
    image.getContext('2d', { willReadFrequently: true })?.drawImage(canvas, 0, 0)
    return image
  }
  if (!chart) return { image: copy(), width, height, legend: [] }
  const before = chart.options.devicePixelRatio
  const inRatio = (ratio: number | undefined) => {
    chart.options.devicePixelRatio = ratio
    chart.resize(width, height)
    chart.draw()
  }
  inRatio(Math.max(RATIO, window.devicePixelRatio))
  const image = copy()
  inRatio(before)
  return { image, width, height, legend: legendOf(chart) }
}

function legendOf(chart: Chart): LegendEntry[] {
  const lines = chart.data.datasets.filter(
    (set): set is LineDataset => 'borderDash' in set && typeof set.borderColor === 'string',
  )
  return lines.length < 2
    ? []
    : lines.map(({ label = '', borderColor, borderDash }) => ({
        ...{ label, colour: String(borderColor) },
        dash: Array.isArray(borderDash) ? borderDash.map(Number) : [],
      }))
}

/** Styles come from sheets that a picture does not have: what counts is written into each element of a copy. */
const styled = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'fill-opacity', 'font', 'text-anchor']

async function fromSvg(svg: SVGSVGElement): Promise<Drawn> {
  const { width, height } = svg.getBoundingClientRect()
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = [svg, ...svg.querySelectorAll('*')]
  ;[copy, ...copy.querySelectorAll('*')].forEach((element, at) => {
    const style = getComputedStyle(originals[at])
    const text = styled.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';')
    element.setAttribute('style', text)
  })
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(RATIO * width))
  copy.setAttribute('height', String(RATIO * height))
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  return { image, width, height, legend: [] }
}

function drawLegendRow(
  context: CanvasRenderingContext2D,
  row: { entry: LegendEntry; x: number }[],
  y: number,
  theme: ChartTheme,
) {
  for (const { entry, x } of row) {
    context.save()
    context.strokeStyle = entry.colour
    context.lineWidth = 2
    context.setLineDash(entry.dash)
    context.beginPath()
    context.moveTo(PADDING + x, y + 6)
    context.lineTo(PADDING + x + SAMPLE, y + 6)
    context.stroke()
    context.restore()
    context.fillStyle = theme.muted
    context.fillText(entry.label, PADDING + x + SAMPLE + 6, y)
  }
}
