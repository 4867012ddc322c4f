import { describe, expect, it } from 'vitest'
import { inTwoLines, withRoom } from '../../../../renderer/charts/line-options.ts'

describe('the numbers of an axis', () => {
  const kept = (...values: number[]) => withRoom(values.map((value) => ({ value }))).map(({ value }) => value)

  it('leave out the end of the data where it would stand on the last round number', () =>
    expect(kept(0, 400, 800, 820)).toEqual([0, 400, 800]))
  it('keep the end where there is room, and where it is all there is', () => {
    expect(kept(0, 400, 800, 1150)).toEqual([0, 400, 800, 1150])
    expect(kept(0, 100, 200)).toEqual([0, 100, 200])
    expect(kept(0, 7)).toEqual([0, 7])
    expect(kept()).toEqual([])
  })
  it('are named in two lines where one would be longer than a low chart is high', () => {
    expect(inTwoLines('loss (nats per sentence)')).toBe('loss (nats per sentence)')
    expect(inTwoLines('gradient here ÷ one word later')).toEqual(['gradient here ÷', 'one word later'])
    expect(inTwoLines('unbreakable-and-very-long-name')).toBe('unbreakable-and-very-long-name')
  })
})
