import { format } from '../messages.ts'

/** Numbers as people read them, in the language of the page. */

/** 10662 → '10,662'. */
export const count = (value: number) => format.whole(value)

/** '1 row', '2 rows', '10,662 rows': English only; what is translated counts by `plural` in its message. */
export const counted = (value: number, one: string, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`

/** 0.5173 → '51.7 %' (with a no-break space); never '0.0 %' for what is there, nor '100.0 %' for what is not all. */
export function percent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return '–'
  const shown = (share * 100).toFixed(digits)
  const least = 10 ** -digits
  if (share > 0 && Number(shown) === 0) return `< ${format.decimal(least)} %`
  if (share < 1 && Number(shown) === 100) return `> ${format.fixed(100 - least, digits)} %`
  return `${format.digits(shown)} %`
}

/** Bytes in units of 1,000, as file managers count: 1_234_567 → '1.2 MB'. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let unit = 0
  let size = value
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 || size >= 99.5 ? format.whole(size) : format.fixed(size, 1)} ${units[unit]}`
}

/** 640 → '0.6 s', 75_000 → '1 min 15 s'. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 59.95) return `${format.fixed(seconds, 1)} s`
  const rounded = Math.round(seconds)
  return `${Math.floor(rounded / 60)} min ${rounded % 60} s`
}

/** '2026-11-23T16:05:00Z' → '23 Nov 2026', in the reader's own time zone. */
export const day = (iso: string) => format.date(iso, { day: 'numeric', month: 'short', year: 'numeric' })
