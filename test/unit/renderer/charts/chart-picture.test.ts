import { describe, expect, it } from 'vitest'
import { legendRows } from '../../../../renderer/charts/legend-rows.ts'

describe('the picture of a chart', () => {
  const line = (label: string) => ({ label, colour: '#123456', dash: [] })
  // Ten pixels a letter; a sample and its gap take 28, what follows stands 16 further on.
  const measure = (text: string) => 10 * text.length

  it('names its lines in as many rows as they need', () => {
    const rows = legendRows([line('abc'), line('de'), line('fghij')], 130, measure)
    expect(rows.map((row) => row.map(({ entry, x }) => [entry.label, x]))).toEqual([
      [
        ['abc', 0],
        ['de', 74],
      ],
      [['fghij', 0]],
    ])
  })

  it('gives a name of its own row that is wider than the picture, and no row for no line', () => {
    expect(legendRows([line('abcdefghijklmno')], 50, measure)).toHaveLength(1)
    expect(legendRows([], 50, measure)).toEqual([])
  })
})
