import { colourIndex, viridis } from '../../../charts/colour-scale.ts'

type Colour = readonly [number, number, number]

/** Blue below zero, orange above, the ground's colour at zero: to be told apart with every common colour blindness. */
const diverging: Record<'light' | 'dark', { below: Colour; zero: Colour; above: Colour }> = {
  light: { below: [27, 84, 170], zero: [244, 245, 247], above: [199, 78, 0] },
  dark: { below: [96, 172, 245], zero: [32, 36, 44], above: [247, 140, 74] },
}

export type Palette = 'diverging' | 'logarithmic'
export interface Range {
  palette: Palette
  /** Diverging: the value of the full colour on either side. Logarithmic: the largest value, five decades above the darkest. */
  most: number
}

/** Decades that the logarithmic colours span. */
export const decades = 5

export const isDark = (): boolean => getComputedStyle(document.documentElement).colorScheme === 'dark'

export function colourOf(value: number, { palette, most }: Range, dark: boolean): Colour {
  if (palette === 'logarithmic') {
    if (!(value > 0) || most <= 0) return dark ? [24, 27, 33] : [239, 241, 244]
    const index = 3 * colourIndex(Math.log10(value / most), -decades, 0)
    return [viridis[index], viridis[index + 1], viridis[index + 2]]
  }
  const { below, zero, above } = diverging[dark ? 'dark' : 'light']
  const share = most > 0 && Number.isFinite(value) ? Math.min(1, Math.abs(value) / most) : 0
  const end = value < 0 ? below : above
  return [0, 1, 2].map((at) => Math.round(zero[at] + share * (end[at] - zero[at]))) as unknown as Colour
}

export const css = ([r, g, b]: Colour): string => `rgb(${r} ${g} ${b})`

/** Black or white, whichever can be read on the colour. */
export function inkOn([r, g, b]: Colour): string {
  const light = [r, g, b].map((part) => (part / 255) ** 2.2)
  return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.22 ? '#12151c' : '#ffffff'
}

/** A pixel per value. */
export function imageOf(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  range: Range,
  dark: boolean,
): ImageData {
  const image = new ImageData(Math.max(1, columns), Math.max(1, rows))
  for (let at = 0; at < rows * columns; at++) {
    image.data.set(colourOf(values[at], range, dark), 4 * at)
    image.data[4 * at + 3] = 255
  }
  return image
}

/** The largest size among several vectors; 1 where all are 0, so that nothing is divided by nothing. */
export function mostOf(...vectors: ArrayLike<number>[]): number {
  let most = 0
  for (const values of vectors)
    for (let at = 0; at < values.length; at++) if (Math.abs(values[at]) > most) most = Math.abs(values[at])
  return most || 1
}
