import { describe, expect, it } from 'vitest'
import {
  appendTable,
  columnOf,
  emptySeries,
  numberedColumns,
  seriesOf,
  valueAt,
} from '../../../../renderer/charts/metric-series.ts'

const table = (columns: string[], ...rows: number[][]) => ({ columns, values: Float64Array.from(rows.flat()) })

describe('the recorded steps of a run', () => {
  it('grow by tables and keep every value', () => {
    let series = emptySeries
    for (let step = 1; step <= 3000; step++) series = appendTable(series, table(['step', 'loss'], [step, 1 / step]))
    expect(series.rows).toBe(3000)
    expect([...columnOf(series, 'step')!]).toEqual(Array.from({ length: 3000 }, (_, at) => at + 1))
    expect(valueAt(series, -1, 'loss')).toBe(1 / 3000)
  })

  it('replace what a resumed run repeats, and all that followed it', () => {
    const old = appendTable(emptySeries, table(['step', 'loss'], [5, 1], [10, 2], [15, 3], [20, 4]))
    const resumed = appendTable(old, table(['step', 'loss'], [15, 30]))
    expect([...columnOf(resumed, 'step')!]).toEqual([5, 10, 15])
    expect([...columnOf(resumed, 'loss')!]).toEqual([1, 2, 30])
    expect([...columnOf(old, 'loss')!]).toEqual([1, 2, 3, 4])
  })

  it('fill columns that only one side has with NaN', () => {
    const series = appendTable(seriesOf(table(['step', 'h:0'], [1, 7])), table(['step', 'h:1'], [2, 8]))
    expect([...columnOf(series, 'h:0')!]).toEqual([7, NaN])
    expect([...columnOf(series, 'h:1')!]).toEqual([NaN, 8])
  })

  it('stay as they are when a table is empty, and answer NaN for what they do not have', () => {
    const series = seriesOf(table(['step'], [1]))
    expect(appendTable(series, table(['step']))).toBe(series)
    expect(valueAt(series, 0, 'loss')).toBeNaN()
    expect(valueAt(series, 5, 'step')).toBeNaN()
    expect(columnOf(series, 'loss')).toBeNull()
  })

  it('order numbered columns by number, not by text, and keep h apart from h-last', () => {
    const series = seriesOf(table(['h:10', 'h:2', 'h-last:1', 'step'], [1, 2, 3, 4]))
    expect(numberedColumns(series, 'h')).toEqual([
      { number: 2, at: 1 },
      { number: 10, at: 0 },
    ])
    expect(numberedColumns(series, 'h-last')).toEqual([{ number: 1, at: 2 }])
  })
})
