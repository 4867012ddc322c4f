import type { PointStyle } from 'chart.js'
import type { ChartTheme } from './theme.ts'

/** How a model is drawn everywhere: a colour and, for those who do not tell colours apart, a mark of its own. */
export interface ModelLook {
  colour: string
  mark: PointStyle
  /** The mark as a character, for legends. */
  sign: string
}

const marks: { mark: PointStyle; sign: string }[] = [
  { mark: 'circle', sign: '●' },
  { mark: 'triangle', sign: '▲' },
  { mark: 'rect', sign: '■' },
  { mark: 'rectRot', sign: '◆' },
  { mark: 'star', sign: '✱' },
  { mark: 'cross', sign: '✚' },
  { mark: 'crossRot', sign: '✖' },
  { mark: 'rectRounded', sign: '▣' },
]

/** @param index place of the model in its experiment; from the ninth on colours repeat with another mark */
export function lookOf(index: number, theme: ChartTheme): ModelLook {
  const colours = theme.models.length
  return { colour: theme.models[index % colours], ...marks[(index + Math.floor(index / colours)) % marks.length] }
}

/** The character of a mark; null for a line without marks. */
export const signOf = (mark: PointStyle | undefined): string | null =>
  marks.find((one) => one.mark === mark)?.sign ?? null

/** The CSS variable of a model's colour, for what is not drawn on a canvas. */
export const modelColour = (index: number): string => `var(--model-${(index % 8) + 1})`
export const modelSign = (index: number): string => marks[(index + Math.floor(index / 8)) % marks.length].sign
