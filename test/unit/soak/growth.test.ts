import { describe, expect, it } from 'vitest'
import { readSoakArguments } from '../../soak/arguments.ts'
import { growthOf, median } from '../../soak/growth.ts'
import { Problems } from '../../soak/problems.ts'
import { judge } from '../../soak/report.ts'

const line = (value: (minute: number) => number, minutes = 20) =>
  Array.from({ length: minutes }, (_, minute) => ({ minute, value: value(minute) }))

describe('growth of a series', () => {
  it('is that of the line after the warm-up, whatever came before', () => {
    // From minute 10 to 19: 200 → 209, 4.5 %.
    const growth = growthOf(
      line((minute) => (minute < 10 ? minute : 190 + minute)),
      10,
    )
    expect(growth).toEqual({ from: 200, to: 209, share: 0.045, readings: 10 })
  })
  it('is not moved by two wild readings of ten', () => {
    const wild = line((minute) => (minute === 13 || minute === 19 ? 5000 : 100), 20)
    expect(growthOf(wild, 10)?.share).toBe(0)
  })
  it('is not judged by fewer than eight readings', () => {
    expect(
      growthOf(
        line(() => 1, 17),
        10,
      ),
    ).toBeNull()
  })
  it('the median of an even number is the mean of the middle two', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5])
  })
})

describe('the verdict', () => {
  const rising = (from: number, perMinute: number) => line((minute) => from + perMinute * minute)
  it.each([
    ['page heap', rising(1000, 4), 'steady'], // 1040 → 1076: 3.5 %
    ['page heap', rising(1000, 8), 'grows'], // 1080 → 1152: 6.7 %
    ['host descriptors', rising(20, 0.3), 'steady'], // 11.7 %, but not three more
    ['host descriptors', rising(20, 1), 'grows'],
    ['database in use', rising(1000, 100), 'explained'],
  ])('%s', (name, readings, verdict) => {
    expect(judge(name, readings, 10).verdict).toBe(verdict)
  })
})

it('complaints count unless the fault at work explains them', async () => {
  const problems = new Problems(() => 7)
  problems.during('training')
  await problems.expecting([/injected/], async () => {
    problems.note('Error: injected')
    problems.note('Error: of our own')
  })
  problems.note('Error: injected') // too late
  expect(problems.expectedCount).toBe(1)
  expect(problems.found.map(({ minute, during, text }) => [minute, during, text])).toEqual([
    [7, 'training', 'Error: of our own'],
    [7, 'training', 'Error: injected'],
  ])
})

it('the command takes numbers above nought only', () => {
  expect(readSoakArguments(['--minutes', '0.5', '--cycles', '2'])).toEqual({
    minutes: 0.5,
    cycles: 2,
    seed: 1,
    json: null,
  })
  expect(() => readSoakArguments(['--minutes', 'many'])).toThrow(/--minutes/)
  expect(() => readSoakArguments(['--hours', '1'])).toThrow(/--hours/)
})
