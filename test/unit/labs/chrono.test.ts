import { expect, it } from 'vitest'
import { netInitialValues, netParameters } from '../../../shared/labs/net/net-parameters.ts'

const shape = { cell: 'lstm-chrono', hidden: 400, features: 2, outputs: 1, length: 101 } as const
const [bias] = netParameters(shape).filter(({ name }) => name === 'cell.b')

it('chrono: time constants 1 / (1 - f) of the forget gates spread from 2 to T, the input gates opposite (Tallec & Ollivier)', () => {
  const values = netInitialValues(bias, shape, 1)
  const constants = Array.from({ length: 400 }, (_, unit) => {
    expect(values[4 * unit]).toBeCloseTo(-values[4 * unit + 1], 6)
    expect([values[4 * unit + 2], values[4 * unit + 3]]).toEqual([0, 0])
    const f = 1 / (1 + Math.exp(-values[4 * unit + 1]))
    return 1 / (1 - f) // = 1 + u, u uniform in 1 … T-1
  }).sort((a, b) => a - b)
  expect(constants[0]).toBeGreaterThanOrEqual(2 - 1e-6)
  expect(constants[399]).toBeLessThanOrEqual(101)
  const mean = constants.reduce((a, b) => a + b, 0) / 400
  // Mean of 1 + u is 1 + (1 + 100) / 2; five standard errors of 400 draws.
  expect(Math.abs(mean - 51.5)).toBeLessThan((5 * 99) / Math.sqrt(12 * 400))
})

it('without it the forget gates of an LSTM start at a bias of 1', () => {
  const values = netInitialValues(bias, { ...shape, cell: 'lstm' }, 1)
  expect([...values.subarray(0, 4)]).toEqual([0, 1, 0, 0])
})
