import type { ChartDataset, ChartOptions, TooltipItem } from 'chart.js'
import type { AnnotationOptions } from 'chartjs-plugin-annotation'
import { formatNumber, powerOfTen } from './format.ts'
import type { Line, LineContent, Mark } from './line-content.ts'
import type { Point } from './points.ts'
import type { ChartTheme } from './theme.ts'

export type LineDataset = ChartDataset<'line', Point[]>

/** What Chart.js draws of one line. */
export const datasetOf = (line: Line): LineDataset => ({
  label: line.label,
  data: line.points as Point[],
  borderColor: line.colour,
  backgroundColor: line.colour,
  borderWidth: line.width ?? 2,
  borderDash: line.dash ?? [],
  pointStyle: line.mark ?? 'circle',
  pointRadius: line.mark ? 3.5 : 0,
  pointHoverRadius: line.silent ? 0 : 5,
  pointHitRadius: line.silent ? 0 : 6,
  order: line.order ?? 0,
  // Marks at the edge of the chart area are drawn whole.
  clip: 6,
})

/** Pixels from a line to the middle of a label above it: half its height and a little air. */
const LABEL_LIFT = 11

/** Guide lines with their words, drawn over the curves. */
export const annotationsOf = (marks: readonly Mark[], theme: ChartTheme): Record<string, AnnotationOptions> =>
  Object.fromEntries(
    marks.map((mark): [string, AnnotationOptions] => [
      mark.id,
      {
        type: 'line',
        // Under the curves: its words must not hide what is measured.
        drawTime: 'beforeDatasetsDraw',
        scaleID: mark.axis,
        value: mark.value,
        borderColor: mark.colour ?? theme.muted,
        borderWidth: 1.25,
        borderDash: [5, 4],
        label: {
          display: true,
          content: mark.label,
          position: `${Math.round(100 * (mark.at ?? 0))}%`,
          yAdjust: mark.above ? -LABEL_LIFT : 0,
          backgroundColor: theme.surface,
          color: theme.text,
          font: { size: 11, weight: 'normal' },
          padding: { x: 4, y: 2 },
        },
      },
    ]),
  )

/**
 * A logarithmic axis names the powers of ten, and 2 and 5 in between when it spans less than two decades, a few more when it
 * spans less than one.
 */
export function logarithmicTick(value: number, low: number, high: number): string {
  const exponent = Math.floor(Math.log10(value) + 1e-9)
  const digit = Number((value / 10 ** exponent).toPrecision(6))
  const decades = Math.log10(high / low)
  if (digit === 1) {
    const every = Math.max(1, Math.ceil(decades / 8))
    if (exponent % every) return ''
    return exponent >= -2 && exponent <= 3 ? formatNumber(value) : powerOfTen(exponent)
  }
  const named = decades < 1 ? [1.2, 1.5, 2, 3, 4, 5, 7] : decades < 2 ? [2, 5] : []
  return named.includes(digit) ? formatNumber(value) : ''
}

/**
 * Chart.js names the end of the data behind the last round number, however near: 800 and 820 then stand on each other. The end
 * is left out where it is nearer than three quarters of the usual distance.
 */
export function withRoom<T extends { value: number }>(ticks: readonly T[]): T[] {
  const [before, last, end] = ticks.slice(-3).map(({ value }) => value)
  return ticks.length >= 3 && end - last < 0.75 * (last - before) ? ticks.slice(0, -1) : [...ticks]
}

/** A name of the upright axis that is longer than a low chart is high, in two lines; else its end would be cut off. */
export function inTwoLines(name: string): string | string[] {
  if (name.length <= 24) return name
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index)
  const middle = spaces.toSorted((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2)).at(0)
  return middle === undefined ? name : [name.slice(0, middle), name.slice(middle + 1)]
}

export function lineOptions(content: () => LineContent, theme: ChartTheme, onZoom: () => void): ChartOptions<'line'> {
  const { labels, xLabel, yLabel, xMin = 0, yScale = 'linear', yMin, yMax, yReach } = content()
  const title = (text: string | string[]) => ({ display: true, text, color: theme.muted, font: { size: 12 } })
  const lines = { color: theme.grid, tickColor: theme.grid }
  const formatX = (x: number) => (content().formatX ?? formatNumber)(x)
  const formatY = (y: number) => (content().formatY ?? formatNumber)(y)
  return {
    animation: false,
    parsing: labels ? undefined : false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    font: { family: theme.font },
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: {
      x: {
        type: labels ? 'category' : 'linear',
        bounds: 'data',
        ...(labels ? {} : { min: xMin }),
        ...(labels ? {} : { afterBuildTicks: (axis) => void (axis.ticks = withRoom(axis.ticks)) }),
        grid: lines,
        border: { color: theme.grid },
        ticks: {
          color: theme.muted,
          maxRotation: labels ? 40 : 0,
          autoSkipPadding: 16,
          ...(labels ? {} : { precision: 0, includeBounds: false }),
        },
        title: title(xLabel),
      },
      y: {
        type: yScale,
        min: yMin,
        max: yMax,
        suggestedMax: yReach,
        grid: lines,
        border: { color: theme.grid },
        ticks: {
          color: theme.muted,
          callback(value) {
            if (yScale === 'logarithmic') return logarithmicTick(Number(value), this.min, this.max)
            return (content().formatTick ?? formatNumber)(Number(value))
          },
        },
        ...(yScale === 'linear' && { afterBuildTicks: (axis) => void (axis.ticks = withRoom(axis.ticks)) }),
        title: title(inTwoLines(yLabel)),
      },
    },
    plugins: {
      tooltip: {
        backgroundColor: theme.surface,
        titleColor: theme.text,
        bodyColor: theme.text,
        borderColor: theme.grid,
        borderWidth: 1,
        padding: 8,
        usePointStyle: true,
        filter: (item) => !content().lines[item.datasetIndex]?.silent,
        callbacks: {
          title: (items: TooltipItem<'line'>[]) =>
            items.length ? (labels ? items[0].label : formatX(items[0].parsed.x ?? 0)) : '',
          label: (item: TooltipItem<'line'>) => ` ${item.dataset.label}: ${formatY(item.parsed.y ?? NaN)}`,
        },
      },
      annotation: { annotations: annotationsOf(content().marks ?? [], theme), clip: true },
      zoom: labels
        ? {}
        : {
            limits: { x: { min: 'original', max: 'original' } },
            pan: { enabled: true, mode: 'x', modifierKey: 'shift', onPanComplete: onZoom },
            zoom: {
              mode: 'x',
              wheel: { enabled: true, modifierKey: 'ctrl' },
              drag: { enabled: true, backgroundColor: `color-mix(in srgb, ${theme.text} 15%, transparent)` },
              onZoomComplete: onZoom,
            },
          },
    },
  }
}
