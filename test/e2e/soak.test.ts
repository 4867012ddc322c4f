import { expect, it } from 'vitest'
import { inWords } from '../soak/report.ts'
import { soak } from '../soak/soak.ts'

it('two cycles of the soak, with a fault in each arm, end without a problem', async () => {
  const report = await soak({ minutes: 4, cycles: 2, seed: 3 }, () => {})
  const words = inWords(report)
  expect(report.problems, words).toEqual([])
  expect(report.cycles, words).toBe(2)
  // Two are too few to judge growth; that they were taken at all is what is asked here.
  for (const name of ['page heap', 'page nodes', 'host heap', 'database in use'])
    expect(report.series.find((one) => one.name === name)?.readings, name).toHaveLength(2)
  expect(report.passed, words).toBe(true)
})
