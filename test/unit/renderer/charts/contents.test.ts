import { describe, expect, it } from 'vitest'
import { decayOf } from '../../../../renderer/charts/chart-model.ts'
import type { ChartModel } from '../../../../renderer/charts/chart-model.ts'
import { cellText, columnTable, decayTable, epochTable, heatTable } from '../../../../renderer/charts/chart-table.ts'
import type { ChartTable } from '../../../../renderer/charts/chart-table.ts'
import { toCsv } from '../../../../renderer/views/compare/csv.ts'
import {
  accuracyContent,
  chanceOf,
  decayContent,
  lossContent,
  normContent,
  parameterContent,
} from '../../../../renderer/charts/contents.ts'
import { buildHeatGrid } from '../../../../renderer/charts/heat-grid.ts'
import { logarithmicTick } from '../../../../renderer/charts/line-options.ts'
import { seriesOf } from '../../../../renderer/charts/metric-series.ts'
import { lookOf } from '../../../../renderer/charts/model-look.ts'
import { evenPlaces, wordPlaces } from '../../../../renderer/charts/ticks.ts'

const theme = {
  text: '#000000',
  muted: '#555555',
  grid: '#dddddd',
  surface: '#ffffff',
  models: ['#000001', '#000002', '#000003', '#000004', '#000005', '#000006', '#000007', '#000008'],
  font: 'sans-serif',
}
const columns = ['step', 'loss', 'norm', 'clipped', 'parameter:W', 'parameter:b', 'h-last:0', 'h-last:1', 'h:0', 'h:1']
const series = seriesOf({
  columns,
  values: Float64Array.from([...[5, 0.7, 8, 5, 3, 0, 4, 2, 2, 4], ...[10, 0.6, 2, 2, 1, 0.1, 4, 1, 1, 4]]),
})
const epoch = (number: number, validationAccuracy: number) => ({
  epoch: number,
  step: number * 10,
  trainLoss: 0.5,
  trainAccuracy: 0.6,
  validationLoss: 0.7,
  validationAccuracy,
  seconds: 1,
})
const model = (changes: Partial<ChartModel> = {}): ChartModel => ({
  id: 'run-a',
  name: 'RNN',
  cell: 'rnn',
  index: 0,
  look: lookOf(0, theme),
  series,
  epochs: [epoch(1, 0.5), epoch(2, 0.8)],
  decay: null,
  clipNorm: 5,
  ...changes,
})

describe('what the charts draw', () => {
  it('loss has training by step and validation at the step where each epoch ended', () => {
    const { lines } = lossContent([model()], 'both')
    expect(lines.map(({ label }) => label)).toEqual(['RNN, training', 'RNN, validation'])
    expect(lines[0].points.map(({ x }) => x)).toEqual([5, 10])
    expect(lines[1].points.map(({ x }) => x)).toEqual([10, 20])
    expect(lossContent([model()], 'validation').lines).toHaveLength(1)
  })

  it('accuracy has the line of guessing: the share of the most frequent class', () => {
    expect(chanceOf([30, 10])).toBe(0.75)
    expect(chanceOf([0, 0])).toBeNull()
    expect(accuracyContent([model()], 'both', 0.75).marks?.[0]).toMatchObject({ axis: 'y', value: 0.75 })
    expect(accuracyContent([model()], 'both', null).marks).toEqual([])
    expect(accuracyContent([model()], 'validation', null, 'epoch').lines[0].points).toEqual([
      { x: 1, y: 0.5 },
      { x: 2, y: 0.8 },
    ])
  })

  it('the norm is shown before and after clipping with its limit, and once without clipping', () => {
    const clipped = normContent(model(), theme)
    expect(clipped.lines.map(({ points }) => points[0].y)).toEqual([5, 8])
    expect(clipped.marks?.[0].value).toBe(5)
    const free = normContent(model({ clipNorm: null }), theme)
    expect(free.lines.map(({ label }) => label)).toEqual(['gradient norm'])
    expect(free.marks).toEqual([])
  })

  it('parameters are named, and a norm of zero has no place on a logarithmic axis', () => {
    const { lines } = parameterContent(model(), theme)
    expect(lines.map(({ label, points }) => [label, points.length])).toEqual([
      ['W', 2],
      ['b', 1],
    ])
  })

  it('the decay is that of the latest step, with the mean measured over sentences where there is one', () => {
    const measured = { of: 'h' as const, perWord: 0.5, halfLife: 1, firstToLast: null, byTimestep: [], byDistance: [] }
    expect(decayOf(model())?.perWord).toBeCloseTo(0.25, 12)
    expect(decayOf(model({ decay: measured }))).toMatchObject({
      perWord: 0.5,
      halfLife: 1,
      points: [{ y: 1 }, { y: 0.25 }],
    })
    const { lines } = decayContent([model({ decay: measured })])
    expect(lines[1].points).toEqual([
      { x: 0, y: 1 },
      { x: 1, y: 0.5 },
    ])
    expect(decayContent([model({ series: seriesOf({ columns: [], values: new Float64Array() }) })]).lines).toEqual([])
  })

  it('from the ninth model on, colours come again with another mark', () => {
    const [first, ninth] = [lookOf(0, theme), lookOf(8, theme)]
    expect(ninth.colour).toBe(first.colour)
    expect(ninth.mark).not.toBe(first.mark)
  })
})

const shown = (table: ChartTable) => table.rows.map((row) => row.map((cell, at) => cellText(cell, at, table)))

describe('the charts as tables', () => {
  it('epochs have a column per model and part; a model that is behind has empty cells', () => {
    const named = [
      { name: 'A', value: [epoch(1, 0.5), epoch(2, 0.8)] },
      { name: 'B', value: [epoch(1, 0.6)] },
    ]
    const table = epochTable(named, 'accuracy')
    expect(table.head).toEqual(['Epoch', 'A, training', 'A, validation', 'B, training', 'B, validation'])
    expect(shown(table)[1]).toEqual(['2', '60.0 %', '80.0 %', '–', '–'])
    expect(table.rows[1]).toEqual([2, 0.6, 0.8, null, null])
  })

  it('steps, words and distances each have a row', () => {
    expect(columnTable(series, [{ column: 'norm', title: 'Norm' }]).rows).toEqual([
      [5, 8],
      [10, 2],
    ])
    const heat = heatTable(buildHeatGrid(series, 'h')!)
    expect(heat.head).toEqual(['Word', 'step 5', 'step 10'])
    expect(shown(heat)).toEqual([
      ['1', '2', '1'],
      ['2', '4', '4'],
    ])
    expect(decayTable([{ name: 'RNN', value: decayOf(model())! }]).rows).toEqual([
      [0, 1],
      [1, 0.25],
    ])
  })

  it('are sampled on the screen and whole in a file', () => {
    const values = Float64Array.from({ length: 2000 }, (_, at) => at)
    const long = seriesOf({ columns: ['step', 'norm'], values })
    const columns = [{ column: 'norm', title: 'Norm' }]
    expect(columnTable(long, columns).rows).toHaveLength(200)
    expect(columnTable(long, columns, true).rows).toHaveLength(1000)
    // Row 7 of the pairs (0, 1), (2, 3), …: all digits, as a spreadsheet reads them.
    expect(toCsv([columnTable(long, columns, true).rows[7]])).toBe('14,15\r\n')
  })
})

describe('the ticks', () => {
  it('of a logarithmic axis are powers of ten, with 2 and 5 only on a short axis', () => {
    expect([1, 2, 5, 10].map((value) => logarithmicTick(value, 0.5, 20))).toEqual(['1', '2', '5', '10'])
    expect([1e-6, 2e-6, 1e-4].map((value) => logarithmicTick(value, 1e-7, 1))).toEqual(['10⁻⁶', '', '10⁻⁴'])
    expect(logarithmicTick(1e-3, 1e-30, 1)).toBe('')
  })

  it('of the heat map are few, and name the first word', () => {
    expect(evenPlaces(3, 7)).toEqual([0, 1, 2])
    expect(evenPlaces(601, 7)).toEqual([0, 100, 200, 300, 400, 500, 600])
    expect(wordPlaces(12, 0)).toEqual([0, 4, 9])
    expect(wordPlaces(4, 0)).toEqual([0, 1, 2, 3])
  })
})
