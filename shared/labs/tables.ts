import { catalogue } from './catalogue.ts'
import type { LabPoint } from './document.ts'
import type { LabSpec } from './spec.ts'
import { curveOf, seriesOf, summarise } from './summary.ts'
import type { SummaryRow } from './summary.ts'
import { english } from './speech.ts'
import { numbersIn, seriesName } from './words.ts'

const { factor, percent, rough } = numbersIn(english)

/** A table of results for people: the first cell of a row names it. */
export interface LabTable {
  title: string
  head: string[]
  rows: string[][]
}

interface Measured {
  spec: LabSpec
  points: readonly LabPoint[]
  names: Readonly<Record<string, string>>
}

/** Measures that have no chart, only a table. */
const tableOnly: Record<string, { title: string; x: string; y: 'share' | 'number' }> = {
  steps: { title: 'Training steps until solved', x: 'filler words', y: 'number' },
  test: { title: 'Accuracy on the test part', x: '', y: 'share' },
  pair: { title: 'How far apart the answers to two sentences of the same words lie', x: 'pair', y: 'share' },
}

/** One table per measure: a row per place, a column per series, mean ± standard deviation over the seeds. */
export function labTables({ spec, points, names }: Measured): LabTable[] {
  const rows = summarise(points)
  const series = seriesOf(rows)
  const head = series.map((one) => seriesName(spec, one, names))
  const { measures } = catalogue[spec.lab]
  const tables = measures.map(({ id, title, xLabel, x, y }) => ({
    ...{ id, title, xLabel, place: x === 'share' ? percent : String, y: y === 'share' ? y : 'number' },
  }))
  const more = Object.entries(tableOnly).map(([id, { title, x, y }]) => ({
    ...{ id, title, xLabel: x, y },
    place: (at: number) =>
      id === 'pair' ? (names[`pair:${at}`] ?? String(at + 1)) : id === 'test' ? 'test part' : String(at),
  }))
  return [...tables, ...more].flatMap(({ id, title, xLabel, place, y }) => {
    const places = [...new Set(rows.filter(({ measure }) => measure === id).map(({ x }) => x))].sort((a, b) => a - b)
    if (places.length === 0) return []
    const curves = series.map((one) => new Map(curveOf(rows, id, one).map((row) => [row.x, row])))
    return [
      {
        title,
        head: [xLabel, ...head],
        rows: places.map((at) => [
          place(at),
          ...curves.map((curve) => cell(curve.get(at), y === 'share' ? percent : factor)),
        ]),
      },
    ]
  })
}

function cell(row: SummaryRow | undefined, write: (value: number | null) => string): string {
  if (!row || row.mean === null) return '–'
  return row.spread === null
    ? write(row.mean)
    : `${write(row.mean)} ± ${write === percent ? percent(row.spread) : rough(row.spread)}`
}
