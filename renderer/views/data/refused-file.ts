import { refusalWords } from './words.ts'
import type { RefusedRow } from '../../../shared/contract/dataset.ts'

/**
 * Refused rows as CSV for a spreadsheet: line, reason, what is wrong, the row as it stands in the file (its first 2,000
 * characters).
 */
export function refusedCsv(rows: readonly RefusedRow[]): string {
  const lines = rows.map(({ line, reason, message, raw }) => [String(line), refusalWords[reason], message, raw])
  return `${[['line', 'reason', 'message', 'row'], ...lines].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`
}

/**
 * A spreadsheet takes what begins like this for a formula and runs it; an apostrophe in front makes it text
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const formula = /^[=+\-@\t\r]/

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
