import { format, say } from '../messages.ts'

const superscripts: Record<string, string> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
}

/** 10⁻³ for -3. */
export const powerOfTen = (exponent: number): string =>
  `10${[...String(exponent)].map((digit) => superscripts[digit] ?? digit).join('')}`

/** Three significant figures: 0.0312, 12.5, 1,204, 2.1·10⁻⁶. */
export function formatNumber(value: number | null | undefined, figures = 3): string {
  if (value == null || Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [digits, exponent] = value.toExponential(Math.max(0, figures - 2)).split('e')
    return `${format.digits(digits).replace('-', '−')}·${powerOfTen(Number(exponent))}`
  }
  return format.decimal(Number.isInteger(value) ? value : Number(value.toPrecision(figures))).replace('-', '−')
}

/** A share as percent with one decimal: 72.3 %. */
export const formatShare = (share: number | null | undefined, decimals = 1): string =>
  share == null || !Number.isFinite(share) ? '–' : `${format.fixed(100 * share, decimals)} %`

/** The same for an axis, without decimals it does not need: 70 %, 98.5 %. */
export const shareTick = (share: number): string => `${format.decimal(100 * share, 1)} %`

/** A loss with three decimals. */
export const formatLoss = (loss: number | null | undefined): string =>
  loss == null || !Number.isFinite(loss) ? '–' : loss < 1000 ? format.fixed(loss, 3) : formatNumber(loss)

export const formatCount = (count: number): string => format.decimal(count)

/** 8 s, 2 min 5 s, 1 h 12 min. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return '–'
  if (seconds < 10) return `${format.fixed(seconds, 1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return say.charts.minS(Math.floor(whole / 60), whole % 60)
  return say.charts.hMin(Math.floor(whole / 3600), Math.round((whole % 3600) / 60))
}
