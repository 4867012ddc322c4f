/** A word in the plane, as it is drawn. */
export interface MapPoint {
  id: number
  word: string
  x: number
  y: number
  /** Log-odds for the class: its colour and mark. */
  odds: number
  /** Training sentences that hold it. */
  sentences: number
}

/** What part of the plane is shown: its middle and how many pixels a unit is wide. The same in both directions. */
export interface View {
  x: number
  y: number
  scale: number
}

export interface Size {
  width: number
  height: number
}

const MARGIN = 32

/** The view that shows all places. */
export function fitted(places: Iterable<{ x: number; y: number }>, { width, height }: Size): View {
  const box = { left: Infinity, right: -Infinity, low: Infinity, high: -Infinity }
  for (const { x, y } of places) {
    box.left = Math.min(box.left, x)
    box.right = Math.max(box.right, x)
    box.low = Math.min(box.low, y)
    box.high = Math.max(box.high, y)
  }
  if (box.left > box.right) return { x: 0, y: 0, scale: 1 }
  const [w, h] = [box.right - box.left || 1e-9, box.high - box.low || 1e-9]
  const scale = Math.min(Math.max(20, width - 2 * MARGIN) / w, Math.max(20, height - 2 * MARGIN) / h)
  return { x: (box.left + box.right) / 2, y: (box.low + box.high) / 2, scale: Math.min(scale, 1e6) }
}

/** Place on the canvas in pixels; y grows upwards in the plane. */
export const toPixel = (view: View, { width, height }: Size, x: number, y: number): [number, number] => [
  width / 2 + (x - view.x) * view.scale,
  height / 2 - (y - view.y) * view.scale,
]

/** Zooms by a factor; what stands under the pixel stays there. */
export function zoomed(view: View, { width, height }: Size, factor: number, px = width / 2, py = height / 2): View {
  const scale = view.scale * factor
  const [dx, dy] = [px - width / 2, height / 2 - py]
  return { x: view.x + dx / view.scale - dx / scale, y: view.y + dy / view.scale - dy / scale, scale }
}

/** Moves what is seen by so many pixels. */
export const panned = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x - dx / view.scale,
  y: view.y + dy / view.scale,
})

/** The point nearest to a pixel, within `reach` pixels; null when there is none. */
export function pointAt<P extends { x: number; y: number }>(
  points: readonly P[],
  [view, size]: [View, Size],
  [px, py]: [number, number],
  reach = 12,
): P | null {
  let [best, least]: [P | null, number] = [null, reach]
  for (const point of points) {
    const [x, y] = toPixel(view, size, point.x, point.y)
    const distance = Math.hypot(x - px, y - py)
    if (distance <= least) [best, least] = [point, distance]
  }
  return best
}

/** Where an arrow key leads: the nearest point that lies more in that direction than beside it. */
export function neighbourTowards<P extends { x: number; y: number }>(
  points: readonly P[],
  from: P,
  [dx, dy]: [number, number],
): P | null {
  let [best, least]: [P | null, number] = [null, Infinity]
  for (const point of points) {
    const [x, y] = [point.x - from.x, point.y - from.y]
    const ahead = x * dx + y * dy
    const beside = Math.abs(x * dy - y * dx)
    if (ahead <= 0 || beside > ahead) continue
    const cost = ahead + 2 * beside
    if (cost < least) [best, least] = [point, cost]
  }
  return best
}

/** A name beside a point, in pixels. */
export interface Label {
  id: number
  text: string
  x: number
  y: number
}

const LABEL_HEIGHT = 14
/** Left and below stand the titles of the axes: no name covers them. */
const EDGE = 18

/**
 * Which points are named, and where: the most telling first, each to the right of its point or else to its left, and only where
 * it covers no other name. @param telling points in falling order of importance
 */
export function placeLabels(
  telling: readonly MapPoint[],
  [view, size]: [View, Size],
  { most, widthOf }: { most: number; widthOf: (text: string) => number },
): Label[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = []
  const labels: Label[] = []
  for (const { id, word, x, y } of telling) {
    if (labels.length >= most) break
    const [px, py] = toPixel(view, size, x, y)
    if (px < 0 || px > size.width || py < 0 || py > size.height) continue
    const width = widthOf(word)
    for (const left of [px + 7, px - 7 - width]) {
      const box = { left, right: left + width, top: py - LABEL_HEIGHT / 2, bottom: py + LABEL_HEIGHT / 2 }
      if (box.left < EDGE || box.right > size.width || box.top < 0 || box.bottom > size.height - EDGE) continue
      if (taken.some((one) => overlaps(one, box))) continue
      taken.push(box)
      labels.push({ id, text: word, x: left, y: py })
      break
    }
  }
  return labels
}

type Box = { left: number; right: number; top: number; bottom: number }
const overlaps = (a: Box, b: Box) =>
  a.left < b.right + 3 && b.left < a.right + 3 && a.top < b.bottom && b.top < a.bottom

/** How telling a word is: its log-odds, but rare words, whose odds are extreme by chance, less. */
export const tellingWeight = ({ odds, sentences }: Pick<MapPoint, 'odds' | 'sentences'>): number =>
  Math.abs(odds) * Math.log1p(sentences)
