import { describe, expect, it } from 'vitest'
import type { ChartTheme } from '../../../renderer/charts/theme.ts'
import { labChartTable, labContent } from '../../../renderer/views/laboratory/lab-content.ts'
import { summariseMeasure } from '../../../renderer/views/laboratory/lab-summary.ts'
import { catalogue } from '../../../shared/labs/catalogue.ts'
import { defaultLab } from '../../../shared/labs/defaults.ts'
import type { LabPoint } from '../../../shared/labs/document.ts'

const theme: ChartTheme = {
  ...{ text: '#000000', muted: '#666666', grid: '#eeeeee', surface: '#ffffff', font: 'sans-serif' },
  models: ['#111111', '#222222', '#333333', '#444444'],
}
const points = (measure: string, series: string, x: number, ...values: (number | null)[]): LabPoint[] =>
  values.map((y, k) => ({ measure, series, seed: k + 1, x, y }))
const [accuracy, gradient] = catalogue.distance.measures
const distance = (...all: LabPoint[][]) => ({ spec: defaultLab('distance'), points: all.flat(), names: {} })

describe('charts of a laboratory', () => {
  it('draw the mean of the seeds, with thin silent lines at the least and the most', () => {
    const { lines, marks, yMin, yMax } = labContent(accuracy, distance(points('accuracy', 'rnn', 5, 0.5, 1)), theme)
    expect(lines.map(({ points, silent }) => [points[0].y, silent ?? false])).toEqual([
      [0.75, false],
      [0.5, true],
      [1, true],
    ])
    expect([yMin, yMax]).toEqual([0, 1])
    expect(marks).toMatchObject([{ value: 0.5, label: 'guessing: 50 %' }])
  })

  it('keep the colour of a cell, whichever is measured first', () => {
    const { lines } = labContent(
      accuracy,
      distance(points('accuracy', 'gru', 5, 1), points('accuracy', 'rnn', 5, 1)),
      theme,
    )
    expect(lines.map(({ id, colour }) => [id, colour])).toEqual([
      ['rnn', '#111111'],
      ['gru', '#444444'],
    ])
  })

  it('draw gradients by their powers of ten, and leave out what is zero', () => {
    const measured = distance(points('gradient-start', 'rnn', 5, 1e-3), points('gradient-start', 'rnn', 9, 0))
    const { lines, yScale, formatTick, formatY } = labContent(gradient, measured, theme)
    expect(yScale).toBe('linear')
    expect(lines[0].points).toEqual([{ x: 5, y: -3 }])
    expect([formatTick?.(-3), formatTick?.(-2.5), formatTick?.(0)]).toEqual(['10⁻³', '', '1'])
    expect(formatY?.(-2)).toBe('0.01')
  })

  it('draw a loss up to twice what it is without memory', () => {
    const { yMax } = labContent(
      catalogue.adding.measures[0],
      { spec: defaultLab('adding'), points: [], names: {} },
      theme,
    )
    expect(yMax).toBeCloseTo(1 / 3, 10)
  })

  it('draw an axis of shares in percent', () => {
    const measured = { spec: defaultLab('order'), points: points('accuracy', 'gru', 0.3, 0.9), names: {} }
    const { lines, xLabel } = labContent(catalogue.order.measures[0], measured, theme)
    expect(lines[0].points).toEqual([{ x: 30, y: 0.9 }])
    expect(xLabel).toContain('(%)')
  })
})

it('the table of a chart has every number in full', () => {
  const { head, rows } = labChartTable(accuracy, distance(points('accuracy', 'rnn', 5, 0.5, 1)))
  expect(head).toEqual(['filler words between cue and end', 'RNN, mean', 'RNN, standard deviation', 'RNN, seeds'])
  expect(rows).toEqual([[5, 0.75, Math.sqrt(0.125), 2]])
})

it('a chart says in words where each curve begins and ends', () => {
  const words = summariseMeasure(
    accuracy,
    distance(points('accuracy', 'rnn', 5, 1), points('accuracy', 'rnn', 50, 0.5)),
  )
  expect(words).toContain('RNN: from 100.0 % at 5 to 50.0 % at 50.')
  expect(summariseMeasure(accuracy, distance())).toBe('Nothing has been measured yet.')
})
