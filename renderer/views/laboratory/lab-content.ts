import type { ChartTable } from '../../charts/chart-table.ts'
import { faded } from '../../charts/contents.ts'
import { formatCount, formatNumber, formatShare, powerOfTen, shareTick } from '../../charts/format.ts'
import type { Line, LineContent } from '../../charts/line-content.ts'
import { lookOf } from '../../charts/model-look.ts'
import type { ChartTheme } from '../../charts/theme.ts'
import type { Measure } from '../../../shared/labs/catalogue.ts'
import type { LabPoint } from '../../../shared/labs/document.ts'
import type { LabSpec } from '../../../shared/labs/spec.ts'
import { curveOf, seriesOf, summarise } from '../../../shared/labs/summary.ts'
import type { SummaryRow } from '../../../shared/labs/summary.ts'
import { seriesName } from '../../../shared/labs/words.ts'
import { format, say } from '../../messages.ts'

/** What a laboratory has measured, finished or not. */
export interface LabMeasured {
  spec: LabSpec
  points: readonly LabPoint[]
  names: Readonly<Record<string, string>>
}

/** The series of a laboratory in the order in which they are drawn: that of the spec, so that colours stay. */
export function seriesInOrder({ spec, points }: LabMeasured): string[] {
  const planned: readonly string[] =
    'cells' in spec ? spec.cells : spec.lab === 'order' ? (spec.runs.length > 0 ? spec.runs : spec.models) : []
  return [...new Set([...planned, ...seriesOf(points)])]
}

/** Points of a curve beyond which they are drawn without marks. */
const MOST_MARKS = 40

/** A loss is drawn up to so many times the memoryless one. */
const HIGHEST = 2
/**
 * Gradients span thirty decades, over which Chart.js's logarithmic axis names hardly any: their logarithms are drawn on a
 * linear axis, whose whole numbers are the powers of ten.
 */
const decade = (exponent: number) => (Number.isInteger(exponent) ? (exponent === 0 ? '1' : powerOfTen(exponent)) : '')

/** A measure as curves: the mean over the seeds, and thin lines at the least and the most of them. */
export function labContent(measure: Measure, measured: LabMeasured, theme: ChartTheme): LineContent {
  const rows = summarise(measured.points.filter((point) => point.measure === measure.id))
  const logarithmic = measure.y === 'logarithmic'
  /** An axis of shares is drawn in percent. */
  const percent = measure.x === 'share' ? 100 : 1
  const drawable = (y: number | null): y is number => y !== null && (!logarithmic || y > 0)
  const lines = seriesInOrder(measured).flatMap((series, index): Line[] => {
    const curve = curveOf(rows, measure.id, series)
    if (curve.length === 0) return []
    const { colour, mark } = lookOf(index, theme)
    const points = (of: (row: SummaryRow) => number | null) =>
      curve.flatMap((row) => {
        const y = of(row)
        return drawable(y) ? [{ x: percent * row.x, y: logarithmic ? Math.log10(y) : y }] : []
      })
    const name = seriesName(measured.spec, series, measured.names, { say, format })
    const thin = { colour: faded(colour), width: 1, dash: [2, 3], order: 2, silent: true }
    return [
      {
        ...{ id: series, label: name, points: points(({ mean }) => mean), colour, order: 1 },
        mark: curve.length > MOST_MARKS ? undefined : mark,
      },
      ...(curve.some(({ seeds }) => seeds > 1)
        ? [
            {
              ...thin,
              id: `${series} least`,
              label: say.laboratory.leastOf(name),
              points: points(({ least }) => least),
            },
            { ...thin, id: `${series} most`, label: say.laboratory.mostOf(name), points: points(({ most }) => most) },
          ]
        : []),
    ]
  })
  const baseline = measure.baseline(measured.spec)
  const share = measure.y === 'share'
  return {
    lines,
    marks: baseline
      ? [{ id: 'baseline', axis: 'y', value: baseline.value, label: baseline.label, at: 0.02, above: true }]
      : [],
    ...{
      xLabel: percent === 100 ? `${measure.xLabel} (%)` : measure.xLabel,
      yLabel: measure.yLabel,
      yScale: 'linear',
    },
    ...(share ? { yMin: 0, yMax: 1 } : logarithmic ? {} : { yMin: 0 }),
    // An untrained net can be far off: what matters lies around the line.
    ...(baseline && !share ? { yMax: HIGHEST * baseline.value } : {}),
    formatX: percent === 100 ? (x) => formatShare(x / 100) : (x) => `${measure.xLabel}: ${formatCount(x)}`,
    formatY: share ? (y) => formatShare(y) : (y) => formatNumber(logarithmic ? 10 ** y : y),
    formatTick: share ? shareTick : logarithmic ? decade : undefined,
  }
}

/** The same as numbers: mean, standard deviation and number of seeds per series. */
export function labChartTable(measure: Measure, measured: LabMeasured): ChartTable {
  const rows = summarise(measured.points.filter((point) => point.measure === measure.id))
  const series = seriesInOrder(measured).filter((one) => rows.some((row) => row.series === one))
  const curves = series.map((one) => new Map(curveOf(rows, measure.id, one).map((row) => [row.x, row])))
  const places = [...new Set(rows.map(({ x }) => x))].sort((a, b) => a - b)
  const write = measure.y === 'share' ? (value: number) => formatShare(value) : (value: number) => formatNumber(value)
  return {
    head: [
      measure.xLabel,
      ...series.flatMap((one) => {
        const name = seriesName(measured.spec, one, measured.names, { say, format })
        return [say.laboratory.meanOf(name), say.laboratory.spreadOf(name), say.laboratory.seedsOf(name)]
      }),
    ],
    rows: places.map((x) => [
      x,
      ...curves.flatMap((curve) => {
        const row = curve.get(x)
        return [row?.mean ?? null, row?.spread ?? null, row?.seeds ?? null]
      }),
    ]),
    write: (value, column) => {
      if (column === 0) return measure.x === 'share' ? formatShare(value) : formatCount(value)
      return (column - 1) % 3 === 2 ? formatCount(value) : write(value)
    },
  }
}
