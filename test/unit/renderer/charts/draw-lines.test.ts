import { CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { currentDatasets, drawLines } from '../../../../renderer/charts/draw-lines.ts'
import type { KnownDatasets, LineChart } from '../../../../renderer/charts/draw-lines.ts'
import type { LineContent } from '../../../../renderer/charts/line-content.ts'
import { lineOptions } from '../../../../renderer/charts/line-options.ts'
import type { Point } from '../../../../renderer/charts/points.ts'

Chart.register(CategoryScale, LinearScale, LineController, LineElement, PointElement)

const theme = { text: '#000', muted: '#666', grid: '#eee', surface: '#fff', models: [], font: 'sans-serif' }
const lineOf = (colour: string, points = [{ x: 0, y: 1 }]): LineContent => ({
  lines: [{ id: 'rnn', label: 'RNN', points, colour, mark: 'triangle' }],
  xLabel: 'training step',
  yLabel: 'loss',
})

/** A canvas without a page: whatever is drawn on it is forgotten. */
function canvas() {
  const context: Record<string, unknown> = { measureText: () => ({ width: 10 }) }
  const surface = { width: 300, height: 200, style: {}, getContext: () => drawing }
  const drawing: object = new Proxy(context, {
    get: (known, name: string) => (name === 'canvas' ? surface : (known[name] ?? (() => undefined))),
    set: (known, name: string, value) => Reflect.set(known, name, value),
  })
  return surface as unknown as HTMLCanvasElement
}

function chartOf(content: LineContent): { chart: LineChart; known: KnownDatasets } {
  const known: KnownDatasets = new Map()
  const options = {
    ...lineOptions(
      () => content,
      theme,
      () => undefined,
    ),
    responsive: false,
  }
  const chart = new Chart<'line', Point[], string>(canvas(), {
    type: 'line',
    data: { datasets: currentDatasets(known, content) },
    options,
  })
  onTestFinished(() => chart.destroy())
  return { chart, known }
}

const marksOf = (chart: LineChart) => chart.getDatasetMeta(0).data.map(({ options }) => options.backgroundColor)

describe('drawing lines', () => {
  it('gives the marks of a line its new colour, after a change of theme or of models', () => {
    const { chart, known } = chartOf(lineOf('#0072b2'))
    drawLines(chart, known, lineOf('#56b4e9'), theme)
    expect(chart.getDatasetMeta(0).dataset?.options.borderColor).toBe('#56b4e9')
    expect(marksOf(chart)).toEqual(['#56b4e9'])
  })

  it('keeps the object of a line that stays, and drops that of one that goes', () => {
    const { chart, known } = chartOf(lineOf('#0072b2'))
    const before = known.get('rnn')
    drawLines(
      chart,
      known,
      lineOf('#0072b2', [
        { x: 0, y: 1 },
        { x: 1, y: 2 },
      ]),
      theme,
    )
    expect(chart.data.datasets[0]).toBe(before)
    expect(marksOf(chart)).toHaveLength(2)
    drawLines(chart, known, { ...lineOf('#0072b2'), lines: [] }, theme)
    expect(known.size).toBe(0)
  })
})
