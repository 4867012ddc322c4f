import { describe, expect, it } from 'vitest'
import { curveOf } from '../../../../renderer/charts/decay-curve.ts'
import { formatDuration, formatNumber, formatShare } from '../../../../renderer/charts/format.ts'
import { buildHeatGrid } from '../../../../renderer/charts/heat-grid.ts'
import { seriesOf } from '../../../../renderer/charts/metric-series.ts'
import * as say from '../../../../renderer/charts/summaries.ts'

const epoch = (number: number, validationLoss: number, validationAccuracy: number) => ({
  epoch: number,
  step: number * 10,
  trainLoss: 0.5,
  trainAccuracy: 0.5,
  validationLoss,
  validationAccuracy,
  seconds: 1,
})
const epochs = [epoch(1, 0.69, 0.5), epoch(2, 0.29, 0.8), epoch(3, 0.31, 0.79)]

describe('the words beside a chart', () => {
  it('say where the validation loss began, where it is and where it was lowest', () => {
    expect(say.summariseLoss([{ name: 'LSTM', value: { epochs, points: [] } }])).toBe(
      'LSTM: validation loss fell from 0.690 to 0.310 in 3 epochs, lowest (0.290) at epoch 2.',
    )
  })

  it('speak of the training loss before the first epoch has ended, and of nothing before the first step', () => {
    const points = [
      { x: 1, y: 0.7 },
      { x: 2, y: 0.6 },
    ]
    expect(say.summariseLoss([{ name: 'RNN', value: { epochs: [], points } }])).toBe(
      'RNN: training loss fell from 0.700 to 0.600.',
    )
    expect(say.summariseLoss([])).toBe('No loss has been recorded yet.')
  })

  it('say accuracy with what guessing would reach', () => {
    expect(say.summariseAccuracy([{ name: 'ANN', value: epochs }], 0.55)).toBe(
      'ANN: validation accuracy rose from 50.0 % to 79.0 % in 3 epochs, highest (80.0 %) at epoch 2. Always guessing the most frequent class would reach 55.0 %.',
    )
  })

  it('say how often clipping engaged', () => {
    const series = seriesOf({ columns: ['step', 'norm'], values: Float64Array.of(1, 1, 2, 2, 3, 8, 4, 3) })
    expect(say.summariseNorm('RNN', series, 5)).toBe(
      'RNN: over 4 recorded steps the gradient norm lay between 1 and 8, half of the time below 3. 25.0 % of them were clipped to 5.',
    )
  })

  it('name the largest and the smallest parameter gradient', () => {
    const series = seriesOf({ columns: ['step', 'parameter:W', 'parameter:b'], values: Float64Array.of(1, 2, 0.5) })
    expect(say.summariseParameterNorms('RNN', series)).toContain(
      'W has the largest gradient (2) and b the smallest (0.5)',
    )
  })

  it('compare the first and the last word of the latest step', () => {
    const series = seriesOf({ columns: ['step', 'h:0', 'h:1'], values: Float64Array.of(9, 2e-6, 1) })
    expect(say.summariseHeat('RNN', buildHeatGrid(series, 'h'))).toBe(
      'RNN: at step 9 the gradient norm is 2.0·10⁻⁶ at word 1 and 1 at word 2.',
    )
  })

  it('say the half-life', () => {
    expect(say.summariseDecay([{ name: 'RNN', value: curveOf('h', [4, 2, 1], 1) }])).toBe(
      'RNN: 2 words before the last one, which only the longest sentences have, the gradient is 0.25 times that at the last word of all (root mean square over sentences); half is left after one word.',
    )
  })

  it('writes numbers for people', () => {
    expect([0.0312345, 1204, -0.5, 2.1e-6, 0, NaN, null].map((value) => formatNumber(value))).toEqual([
      '0.0312',
      '1,204',
      '−0.5',
      '2.1·10⁻⁶',
      '0',
      '–',
      '–',
    ])
    expect([formatShare(0.7234), formatShare(NaN)]).toEqual(['72.3 %', '–'])
    expect([8, 125, 4321].map(formatDuration)).toEqual(['8.0 s', '2 min 5 s', '1 h 12 min'])
  })
})
