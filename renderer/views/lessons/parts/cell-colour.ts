import { format } from '../../../messages.ts'

/**
 * The ground of a cell: blue above zero, orange below, stronger the larger. Never so strong that the number on it is hard to
 * read, and the number has its sign: colour says nothing that is not written.
 */
export function cellColour(value: number, largest: number): string | undefined {
  if (!Number.isFinite(value) || value === 0 || !(largest > 0)) return undefined
  const strength = Math.round(8 + 30 * Math.min(1, Math.abs(value) / largest))
  return `color-mix(in srgb, var(--model-${value > 0 ? 1 : 2}) ${strength}%, var(--surface))`
}

/** A number of a formula, four decimals unless asked otherwise, with a true minus sign and never '-0'. */
export function decimals(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size >= 1e6 || (size > 0 && size < 10 ** -digits / 2)) {
    const [figures, exponent] = value.toExponential(1).split('e')
    return format.digits(`${figures}e${Number(exponent)}`).replaceAll('-', '−')
  }
  return format
    .digits(value.toFixed(digits))
    .replace(/^-(0([.,]0*)?)$/, '$1')
    .replace('-', '−')
}

/** The same for TeX. */
export const texNumber = (value: number, digits = 4): string =>
  decimals(value, digits)
    .replaceAll('−', '-')
    .replace(',', '{,}')
    .replace(/e(-?\d+)$/, '\\cdot 10^{$1}')
    .replace('∞', '\\infty')
    .replace('–', '\\text{–}')

/** [0.7, -0.3] as a row vector. */
export const texVector = (values: Iterable<number>, digits = 4): string =>
  `\\begin{bmatrix}${Array.from(values, (value) => texNumber(value, digits)).join(' & ')}\\end{bmatrix}`
