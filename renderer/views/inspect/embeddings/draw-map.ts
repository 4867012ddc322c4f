import type { ChartTheme } from '../../../charts/theme.ts'
import { placeLabels, tellingWeight, toPixel } from './map-view.ts'
import type { MapPoint, Size, View } from './map-view.ts'

/** Words whose odds are nearer to even than this are drawn as grey dots: e^0.5 = 1.65 to 1. */
export const EVEN = 0.5
/** Log-odds at which the colour is full: 20 to 1. */
export const FULL = 3

export interface MapPicture {
  points: readonly MapPoint[]
  view: View
  size: Size
  theme: ChartTheme
  /** Words that are named first and ringed: what was chosen, found or stands close. */
  marked: ReadonlySet<number>
  chosen: number | null
  hovered: number | null
  /** Names drawn at most. */
  labels: number
  /** Ways that words have come, as x and y in turn. */
  trails?: readonly { id: number; places: readonly number[] }[]
  axes: [string, string]
}

/** Draws the whole map: trails, points, names and the titles of the axes. */
export function drawMap(context: CanvasRenderingContext2D, picture: MapPicture): void {
  const { points, view, size, theme, marked, chosen, hovered } = picture
  context.clearRect(0, 0, size.width, size.height)
  drawAxes(context, picture)
  for (const { id, places } of picture.trails ?? []) drawTrail(context, picture, id, places)
  const faint = marked.size > 0
  for (const point of points) {
    context.globalAlpha = faint && !marked.has(point.id) ? 0.55 : 0.95
    drawPoint(context, point, picture)
  }
  context.globalAlpha = 1
  for (const point of points) {
    if (point.id !== chosen && point.id !== hovered) continue
    const [x, y] = toPixel(view, size, point.x, point.y)
    context.strokeStyle = theme.text
    context.lineWidth = point.id === chosen ? 2 : 1.25
    context.beginPath()
    context.arc(x, y, 7.5, 0, 2 * Math.PI)
    context.stroke()
  }
  drawNames(context, picture)
}

/** A disc speaks for the class, a diamond against it, a small dot for neither: never the colour alone. */
function drawPoint(context: CanvasRenderingContext2D, { x, y, odds }: MapPoint, { view, size, theme }: MapPicture) {
  const [px, py] = toPixel(view, size, x, y)
  if (px < -8 || py < -8 || px > size.width + 8 || py > size.height + 8) return
  context.fillStyle = oddsColour(odds, theme)
  context.beginPath()
  if (Math.abs(odds) < EVEN) context.arc(px, py, 2, 0, 2 * Math.PI)
  else if (odds > 0) context.arc(px, py, 4, 0, 2 * Math.PI)
  else {
    context.moveTo(px, py - 5)
    context.lineTo(px + 5, py)
    context.lineTo(px, py + 5)
    context.lineTo(px - 5, py)
    context.closePath()
  }
  context.fill()
}

function drawNames(context: CanvasRenderingContext2D, picture: MapPicture) {
  const { points, view, size, theme, marked, chosen, hovered, labels } = picture
  context.font = `12px ${theme.font}`
  context.textBaseline = 'middle'
  const rank = (point: MapPoint) =>
    (point.id === hovered ? 4e6 : 0) +
    (point.id === chosen ? 2e6 : 0) +
    (marked.has(point.id) ? 1e6 : 0) +
    tellingWeight(point)
  const ranked = points
    .map((point) => ({ point, rank: rank(point) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ point }) => point)
  const named = placeLabels(ranked.slice(0, 8 * labels), [view, size], {
    most: labels,
    widthOf: (text) => context.measureText(text).width,
  })
  context.lineJoin = 'round'
  for (const { id, text, x, y } of named) {
    const first = id === chosen || id === hovered || marked.has(id)
    context.font = `${first ? '600 ' : ''}12px ${theme.font}`
    context.lineWidth = 3
    context.strokeStyle = theme.surface
    context.strokeText(text, x, y)
    context.fillStyle = first || marked.size === 0 ? theme.text : theme.muted
    context.fillText(text, x, y)
  }
}

function drawTrail(context: CanvasRenderingContext2D, picture: MapPicture, id: number, places: readonly number[]) {
  const { view, size, theme, points } = picture
  const odds = points.find((point) => point.id === id)?.odds ?? 0
  context.strokeStyle = oddsColour(odds, theme)
  context.lineWidth = id === picture.chosen ? 2.5 : 1.5
  context.globalAlpha = 0.75
  context.beginPath()
  for (let at = 0; at < places.length; at += 2) context.lineTo(...toPixel(view, size, places[at], places[at + 1]))
  context.stroke()
  context.globalAlpha = 1
}

function drawAxes(context: CanvasRenderingContext2D, { view, size, theme, axes }: MapPicture) {
  const [x, y] = toPixel(view, size, 0, 0)
  context.strokeStyle = theme.grid
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x, 0)
  context.lineTo(x, size.height)
  context.moveTo(0, y)
  context.lineTo(size.width, y)
  context.stroke()
  context.fillStyle = theme.muted
  context.font = `12px ${theme.font}`
  context.textBaseline = 'bottom'
  context.textAlign = 'center'
  context.fillText(axes[0], size.width / 2, size.height - 2)
  context.save()
  context.translate(2, size.height / 2)
  context.rotate(-Math.PI / 2)
  context.textBaseline = 'top'
  context.fillText(axes[1], 0, 0)
  context.restore()
  context.textAlign = 'start'
}

/** Blue for the class, vermilion against it, grey between: told apart with every common colour blindness. */
export function oddsColour(odds: number, { models, muted }: Pick<ChartTheme, 'models' | 'muted'>): string {
  const strength = Math.min(1, Math.max(0, (Math.abs(odds) - EVEN) / (FULL - EVEN)))
  return mixed(muted, odds > 0 ? models[0] : models[1], Math.abs(odds) < EVEN ? 0 : 0.35 + 0.65 * strength)
}

function mixed(from: string, to: string, share: number): string {
  const [a, b] = [from, to].map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)))
  return `rgb(${a.map((channel, at) => Math.round(channel + share * (b[at] - channel))).join(' ')})`
}
