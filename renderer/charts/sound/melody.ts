import type { Cell } from '../../views/compare/csv.ts'
import type { ChartTable } from '../chart-table.ts'

/** One row of a chart that is heard. */
export interface Tone {
  /** Hertz; null where the chart has no value. */
  pitch: number | null
  /** Where it is heard: −1 left (first row of the chart) to 1 right (last row). */
  pan: number
}

/** One curve (column of the chart's table) as tones, from its first row to its last. */
export interface Melody {
  name: string
  /** First and last value, and the least and greatest: what the words beside the sound say. */
  first: number
  last: number
  least: number
  most: number
  tones: Tone[]
}

/** Two octaves, A3 to A5: small loudspeakers play all of it, and few ears have trouble there. */
export const LOWEST = 220
export const OCTAVES = 2
/** A longer curve is heard through the means of its stretches; more curves than these are not told apart by ear. */
const MOST_TONES = 48
export const MOST_CURVES = 6
/** From this quotient of greatest and least value on, equal steps of pitch are equal factors, as on a logarithmic axis. */
const LOGARITHMIC_FROM = 100

/**
 * The curves of a chart as melodies: the higher the value, the higher the tone; all curves share one scale, so that they can
 * be compared. Pitch rises by equal intervals with the value, or with its logarithm where the values span a factor of 100.
 * Of more than six curves six are taken, evenly spread. Curves without any number are left out.
 */
export function melodiesOf({ head, rows }: Pick<ChartTable, 'head' | 'rows'>): Melody[] {
  const curves = head
    .slice(1)
    .map((name, at) => ({ name, values: thinned(rows.map((row) => numberIn(row[at + 1]))) }))
    .filter(({ values }) => values.some((value) => value !== null))
  const chosen = spread(curves, MOST_CURVES)
  const all = chosen.flatMap(({ values }) => values.filter((value) => value !== null))
  const scale = scaleOf(all)
  return chosen.map(({ name, values }) => {
    const own = values.filter((value) => value !== null)
    return {
      ...{ name, first: own[0], last: own[own.length - 1], least: Math.min(...own), most: Math.max(...own) },
      tones: values.map((value, at) => ({
        pitch: value === null ? null : LOWEST * 2 ** (OCTAVES * scale(value)),
        pan: values.length > 1 ? (2 * at) / (values.length - 1) - 1 : 0,
      })),
    }
  })
}

const numberIn = (cell: Cell | undefined): number | null =>
  typeof cell === 'number' && Number.isFinite(cell) ? cell : null

/** Value → 0…1 between the least and the greatest of all. */
function scaleOf(values: readonly number[]): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (least === most) return () => 0.5
  if (least > 0 && most / least >= LOGARITHMIC_FROM) return (value) => Math.log(value / least) / Math.log(most / least)
  return (value) => (value - least) / (most - least)
}

/** At most 48 values: means of equal stretches, of what numbers there are in each. */
function thinned(values: readonly (number | null)[]): (number | null)[] {
  if (values.length <= MOST_TONES) return [...values]
  return Array.from({ length: MOST_TONES }, (_, at) => {
    const [from, to] = [at, at + 1].map((end) => Math.round((end * values.length) / MOST_TONES))
    const some = values.slice(from, to).filter((value) => value !== null)
    return some.length ? some.reduce((sum, value) => sum + value, 0) / some.length : null
  })
}

/** `most` of them, the first and the last included, evenly spread. */
function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all]
  return Array.from({ length: most }, (_, at) => all[Math.round((at * (all.length - 1)) / (most - 1))])
}
