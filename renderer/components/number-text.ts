import { format, say } from '../messages.ts'

/** What a number field accepts. */
export interface NumberRule {
  min?: number
  max?: number
  /** Whole numbers only. */
  whole?: boolean
  /** The field may be left empty, which means null (for example: no clipping). */
  optional?: boolean
}

export type NumberReading = { ok: true; value: number | null } | { ok: false; complaint: string }

const shown = (value: number) => (Math.abs(value) >= 10_000 ? format.whole(value) : String(value))

/** Where decimals are written with a comma, '0,5' and '1.000' become '0.5' and '1000'; '0.005' is taken as it is. */
function withPoint(text: string): string {
  if (format.digits('.') !== ',') return text
  const whole = /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/.test(text) ? text.replaceAll('.', '') : text
  return whole.replace(/^([+-]?\d*),(\d*(e[+-]?\d+)?)$/i, '$1.$2')
}

/**
 * Reads what a person typed into a number field: '0.005', '5e-3', '1,000', ' 32 '.
 * A comma is read as a thousands mark only where three digits follow; else the complaint says to use a point.
 */
export function readNumber(typed: string, { min, max, whole, optional }: NumberRule): NumberReading {
  const text = withPoint(typed.trim())
  if (text === '') return optional ? { ok: true, value: null } : { ok: false, complaint: say.shell.giveANumber }
  if (/^[+-]?\d+,\d+$/.test(text) && !/^[+-]?\d{1,3},\d{3}$/.test(text))
    return { ok: false, complaint: say.shell.writeTheDecimalsWithAPoint(text.replace(',', '.')) }
  const plain = text.replace(/(?<=\d)[, ](?=\d{3}(\D|$))/g, '')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain))
    return { ok: false, complaint: say.shell.isNotANumber(text) }
  const value = Number(plain)
  if (!Number.isFinite(value)) return { ok: false, complaint: say.shell.isTooLarge(text) }
  if (whole && !Number.isInteger(value)) return { ok: false, complaint: say.shell.giveAWholeNumber }
  if (min !== undefined && value < min) return { ok: false, complaint: say.shell.atLeast(shown(min)) }
  if (max !== undefined && value > max) return { ok: false, complaint: say.shell.atMost(shown(max)) }
  return { ok: true, value }
}
