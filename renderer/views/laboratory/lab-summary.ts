import { formatCount, formatNumber, formatShare } from '../../charts/format.ts'
import type { Measure } from '../../../shared/labs/catalogue.ts'
import { curveOf, summarise } from '../../../shared/labs/summary.ts'
import { seriesName } from '../../../shared/labs/words.ts'
import { seriesInOrder } from './lab-content.ts'
import type { LabMeasured } from './lab-content.ts'
import { format, say } from '../../messages.ts'

/** A chart in words: where each curve begins and ends. */
export function summariseMeasure(measure: Measure, measured: LabMeasured): string {
  const rows = summarise(measured.points.filter((point) => point.measure === measure.id))
  const write = measure.y === 'share' ? formatShare : formatNumber
  const place = (x: number) => (measure.x === 'share' ? formatShare(x) : formatCount(x))
  const curves = seriesInOrder(measured).flatMap((series) => {
    const curve = curveOf(rows, measure.id, series)
    if (curve.length === 0) return []
    const [first, last] = [curve[0], curve[curve.length - 1]]
    const name = seriesName(measured.spec, series, measured.names, { say, format })
    return [
      curve.length === 1
        ? say.laboratory.at(name, write(first.mean), place(first.x))
        : say.laboratory.fromTo(name, write(first.mean), place(first.x), write(last.mean), place(last.x)),
    ]
  })
  if (curves.length === 0) return say.laboratory.nothingMeasured
  const baseline = measure.baseline(measured.spec)
  const { summary, summaryLine } = say.laboratory
  const all = curves.join(' ')
  return baseline
    ? summaryLine(measure.yLabel, measure.xLabel, all, baseline.label)
    : summary(measure.yLabel, measure.xLabel, all)
}
