/** Numbers as people read them. One locale, so that screenshots, tests and prose agree. */
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** 10662 → '10,662'. */
export const count = (value: number) => whole.format(value)

/** '1 row', '2 rows', '10,662 rows'. */
export const counted = (value: number, one: string, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`

/** 0.5173 → '51.7 %' (with a no-break space); never '0.0 %' for what is there, nor '100.0 %' for what is not all. */
export function percent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return '–'
  const shown = (share * 100).toFixed(digits)
  const least = 10 ** -digits
  if (share > 0 && Number(shown) === 0) return `< ${least} %`
  if (share < 1 && Number(shown) === 100) return `> ${(100 - least).toFixed(digits)} %`
  return `${shown} %`
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
  return `${unit === 0 || size >= 99.5 ? whole.format(size) : size.toFixed(1)} ${units[unit]}`
}

/** 640 → '0.6 s', 75_000 → '1 min 15 s'. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const rounded = Math.round(seconds)
  return `${Math.floor(rounded / 60)} min ${rounded % 60} s`
}

/** '2026-11-23T16:05:00Z' → '23 Nov 2026', in the reader's own time zone. */
export const day = (iso: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(iso))
