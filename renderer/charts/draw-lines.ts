import type { Chart } from 'chart.js'
import type { LineContent } from './line-content.ts'
import { annotationsOf, datasetOf } from './line-options.ts'
import type { LineDataset } from './line-options.ts'
import type { Point } from './points.ts'
import type { ChartTheme } from './theme.ts'

export type LineChart = Chart<'line', Point[], string>

/** What Chart.js holds per line, by the line's id: the same object as long as the line is there, so that a chart is not rebuilt. */
export type KnownDatasets = Map<string, LineDataset>

export function currentDatasets(known: KnownDatasets, { lines }: LineContent): LineDataset[] {
  const wanted = new Set(lines.map(({ id }) => id))
  for (const id of known.keys()) if (!wanted.has(id)) known.delete(id)
  return lines.map((line) => {
    const before = known.get(line.id)
    if (before) return Object.assign(before, datasetOf(line))
    const made = datasetOf(line)
    known.set(line.id, made)
    return made
  })
}

const looksOf = (datasets: readonly LineDataset[]) =>
  datasets
    .map(({ borderColor, pointStyle, pointRadius }) => [borderColor, pointStyle, pointRadius].join(' '))
    .join('\n')

/** Brings a chart up to date with its content, its options aside. */
export function drawLines(chart: LineChart, known: KnownDatasets, content: LineContent, theme: ChartTheme): void {
  const before = looksOf(chart.data.datasets as LineDataset[])
  const datasets = currentDatasets(known, content)
  const { labels, marks = [], yMin, yMax, yReach } = content
  chart.data.labels = labels
  chart.data.datasets = datasets
  const { plugins, scales } = chart.options
  if (plugins?.annotation) plugins.annotation.annotations = annotationsOf(marks, theme)
  if (scales?.y) Object.assign(scales.y, { min: yMin, max: yMax, suggestedMax: yReach })
  // 'none' is the fastest update, but leaves the marks of a line as they looked when they were made (Chart.js 4.5,
  // DatasetController.updateSharedOptions).
  chart.update(looksOf(datasets) === before ? 'none' : undefined)
}
