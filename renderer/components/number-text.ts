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

const shown = (value: number) => (Math.abs(value) >= 10_000 ? value.toLocaleString('en-GB') : String(value))

/**
 * Reads what a person typed into a number field: '0.005', '5e-3', '1,000', ' 32 '.
 * A comma is read as a thousands mark only where three digits follow; else the complaint says to use a point.
 */
export function readNumber(typed: string, { min, max, whole, optional }: NumberRule): NumberReading {
  const text = typed.trim()
  if (text === '') return optional ? { ok: true, value: null } : { ok: false, complaint: 'Give a number.' }
  if (/^[+-]?\d+,\d+$/.test(text) && !/^[+-]?\d{1,3},\d{3}$/.test(text))
    return { ok: false, complaint: `Write the decimals with a point: ${text.replace(',', '.')}` }
  const plain = text.replace(/(?<=\d)[, ](?=\d{3}(\D|$))/g, '')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain))
    return { ok: false, complaint: `“${text}” is not a number.` }
  const value = Number(plain)
  if (!Number.isFinite(value)) return { ok: false, complaint: `“${text}” is too large.` }
  if (whole && !Number.isInteger(value)) return { ok: false, complaint: 'Give a whole number.' }
  if (min !== undefined && value < min) return { ok: false, complaint: `At least ${shown(min)}.` }
  if (max !== undefined && value > max) return { ok: false, complaint: `At most ${shown(max)}.` }
  return { ok: true, value }
}
