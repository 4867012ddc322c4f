import { describe, expect, it } from 'vitest'
import { buildHeatGrid, cellAt, colourRange } from '../../../../renderer/charts/heat-grid.ts'
import { colourIndex, cssColour, viridis } from '../../../../renderer/charts/colour-scale.ts'
import { seriesOf } from '../../../../renderer/charts/metric-series.ts'

const series = (columns: string[], ...rows: number[][]) => seriesOf({ columns, values: Float64Array.from(rows.flat()) })

describe('the heat map of gradient norms', () => {
  it('holds log10 of each norm, word by word and step by step', () => {
    const grid = buildHeatGrid(series(['step', 'h:0', 'h:1'], [5, 0.01, 1], [10, 0.001, 10]), 'h')!
    expect([grid.rows, grid.columns]).toEqual([2, 2])
    expect([...grid.cells].map((cell) => Math.round(cell))).toEqual([-2, -3, 0, 1])
    expect(grid.steps).toEqual([
      { from: 5, to: 5 },
      { from: 10, to: 10 },
    ])
  })

  it('leaves padding blank and cuts off positions that are padding everywhere', () => {
    const grid = buildHeatGrid(
      series(['step', 'h:0', 'h:1', 'h:2', 'h:3'], [1, NaN, 1, NaN, NaN], [2, NaN, 1, 1, NaN]),
      'h',
    )!
    expect([grid.firstPosition, grid.rows]).toEqual([1, 2])
    expect([...grid.cells]).toEqual([0, 0, NaN, 0])
  })

  it('joins neighbouring steps by the root of their mean square when there are too many', () => {
    const grid = buildHeatGrid(series(['step', 'h:0'], [1, 3], [2, 4], [3, NaN], [4, 2], [5, 7]), 'h', 3)!
    expect(grid.columns).toBe(3)
    expect(10 ** grid.cells[0]).toBeCloseTo(Math.sqrt((9 + 16) / 2), 5)
    expect(10 ** grid.cells[1]).toBeCloseTo(2, 5)
    expect(grid.steps).toEqual([
      { from: 1, to: 2 },
      { from: 3, to: 4 },
      { from: 5, to: 5 },
    ])
  })

  it('is absent while nothing of that kind was recorded', () => {
    expect(buildHeatGrid(series(['step', 'h:0'], [1, 1]), 'c')).toBeNull()
    expect(buildHeatGrid(series(['step', 'h:0']), 'h')).toBeNull()
    expect(buildHeatGrid(series(['step', 'h:0'], [1, NaN]), 'h')).toBeNull()
  })

  it('a single spike does not stretch the colours, and noise does not fill them', () => {
    const cells = Float32Array.from({ length: 1000 }, (_, at) => -3 + (2 * at) / 999)
    cells[0] = 30
    expect(colourRange(cells).high).toBeLessThan(0)
    const flat = colourRange(Float32Array.of(-2, -2.01, -2.02, NaN, -Infinity))
    expect(flat.high - flat.low).toBeCloseTo(1, 5)
  })

  it('tells the cell under the pointer', () => {
    const grid = buildHeatGrid(series(['step', 'h:0', 'h:1'], [5, 0.01, 1], [10, 0.001, 10]), 'h')!
    expect(cellAt(grid, 1.7, 0.2)).toMatchObject({ column: 1, row: 0, position: 0, steps: { from: 10, to: 10 } })
    expect(cellAt(grid, -0.1, 0)).toBeNull()
    expect(cellAt(grid, 2, 0)).toBeNull()
  })

  it('uses a scale whose lightness only ever rises', () => {
    const lightness = Array.from(
      { length: 256 },
      (_, at) => 0.2126 * viridis[3 * at] + 0.7152 * viridis[3 * at + 1] + 0.0722 * viridis[3 * at + 2],
    )
    expect(lightness.every((value, at) => at === 0 || value >= lightness[at - 1] - 1)).toBe(true)
    expect([colourIndex(-9, -2, 0), colourIndex(-1, -2, 0), colourIndex(9, -2, 0)]).toEqual([0, 128, 255])
    expect(cssColour(0)).toBe('rgb(68 1 84)')
  })
})
