import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerCpuKernels } from '../../../shared/engine/kernels/cpu/register.ts'
import { openBenchPage } from '../../browser/bench-page.ts'
import type { BenchPage } from '../../browser/bench-page.ts'
import type { SnapshotsTold } from './training-page.ts'
import { trace } from './training-run.ts'
import type { TrainingCase, TrainingTrace } from './training-run.ts'

/**
 * Ten steps of Adam amplify the last digit of a 32-bit float; the losses and norms of the two devices agree to four digits
 * of the largest in their column.
 */
const tolerance = 2e-4

let page: BenchPage
beforeAll(async () => {
  registerCpuKernels()
  await tf.setBackend('cpu')
  page = await openBenchPage('test/parity/webgl/training-page.ts')
})
afterAll(async () => {
  await page?.close()
})

const cases: Record<string, TrainingCase> = {
  'RNN, Adam, clipped': { model: { cell: 'rnn' }, training: { clipNorm: 0.1 } },
  'RNN on one-hot input, SGD, padding before': {
    model: { cell: 'rnn', input: { kind: 'one-hot' } },
    training: { optimiser: 'sgd', learningRate: 0.1 },
    padding: 'before',
  },
  'LSTM, momentum': { model: { cell: 'lstm' }, training: { optimiser: 'momentum' } },
  'LSTM of two layers with dropout, three classes, padding before': {
    model: { cell: 'lstm', layers: 2, dropout: 0.3 },
    classes: 3,
    padding: 'before',
  },
  // Large enough for the products of long sequences; no whole number of groups of four sentences.
  'LSTM of 24 units, batches of 10': {
    model: { cell: 'lstm', hidden: 24, input: { kind: 'embedding', size: 12 } },
    training: { batchSize: 10 },
  },
  'LSTM with peepholes on one-hot input, batches of 10': {
    model: { cell: 'lstm', hidden: 24, input: { kind: 'one-hot' }, peephole: true, pooling: 'mean' },
    training: { batchSize: 10 },
  },
  'GRU of two layers read both ways, batches of 6, padding before': {
    model: { cell: 'gru', hidden: 24, layers: 2, bidirectional: true },
    training: { batchSize: 6 },
    padding: 'before',
  },
  'GRU on one-hot input, batches of 8': {
    model: { cell: 'gru', hidden: 24, input: { kind: 'one-hot' } },
    training: { batchSize: 8 },
  },
  'LSTM with its forget gates held open and a silent unit, clipped': {
    model: {
      cell: 'lstm',
      peephole: true,
      clamps: [
        { what: 'f', unit: 'all', value: 1, layer: 1, direction: 'forward' },
        { what: 'o', unit: 2, value: 0, layer: 1, direction: 'forward' },
      ],
    },
    training: { clipNorm: 0.1 },
  },
  'GRU on one-hot input with one state held': {
    model: {
      cell: 'gru',
      input: { kind: 'one-hot' },
      clamps: [{ what: 'h', unit: 1, value: -0.5, layer: 1, direction: 'forward' }],
    },
  },
  'ANN, RMSprop': { model: { cell: 'ann' }, training: { optimiser: 'rmsprop', learningRate: 0.001 } },
  'averaged ANN on one-hot input, Adam': { model: { cell: 'ann-mean', input: { kind: 'one-hot' } } },
}

/** The largest difference of a column, relative to its largest value; and the column. */
function worst(got: TrainingTrace, expected: TrainingTrace): { column: string; error: number } {
  let found = { column: '', error: 0 }
  expected.columns.forEach((column, c) => {
    const largest = Math.max(...expected.rows.map((row) => Math.abs(row[c] ?? 0)))
    expected.rows.forEach((row, n) => {
      const other = got.rows[n][c]
      if ((row[c] === null) !== (other === null)) throw new Error(`${column} of row ${n}: ${row[c]} and ${other}`)
      const error = Math.abs((other ?? 0) - (row[c] ?? 0)) / (largest || 1)
      if (error > found.error) found = { column, error }
    })
  })
  return found
}

describe('a run on WebGL in Chromium and on the processor in Node', () => {
  it.each(Object.entries(cases))('agrees in every recorded number: %s', async (_, c) => {
    const expected = await trace(c)
    const { told, left, buffers } = await page.call<{ told: TrainingTrace; left: number; buffers: number }>('train', c)
    expect([expected.end, told.end]).toEqual(['finished', 'finished'])
    expect(told.columns).toEqual(expected.columns)
    expect(told.rows).toHaveLength(expected.rows.length)
    const { column, error } = worst(told, expected)
    expect(error, column).toBeLessThan(tolerance)
    expected.epochs
      .flat()
      .forEach((loss, n) => expect(Math.abs(told.epochs.flat()[n] / loss - 1)).toBeLessThan(tolerance))
    expect(Math.abs(told.test / expected.test - 1)).toBeLessThan(tolerance)
    expect({ left, buffers }).toEqual({ left: 0, buffers: 0 })
  })

  it.each(['LSTM, momentum', 'GRU on one-hot input, batches of 8', 'ANN, RMSprop'])(
    'keeps snapshots that change no bit of the training and hold its weights: %s',
    async (name) => {
      const told = await page.call<SnapshotsTold>('snapshots', cases[name])
      // Two epochs; the last step's weights are kept, too.
      const { batchSize = 4 } = cases[name].training ?? {}
      expect(told.steps).toEqual(Array.from({ length: 2 * Math.ceil(19 / batchSize) + 1 }, (_, step) => step))
      expect({ moved: told.moved, differing: told.differing }).toEqual({ moved: [], differing: [] })
      expect(told.norms.length).toBeGreaterThan(5)
      for (const { name: parameter, said, own } of told.norms) expect(said, parameter).toBeCloseTo(own, 5)
    },
  )

  it('ends when it diverges, with the checkpoint of the step before', async () => {
    // tanh keeps sane rates from ever overflowing; this one does, on the processor's 64-bit intermediates a step later.
    const mad: TrainingCase = {
      model: { cell: 'ann' },
      training: { optimiser: 'momentum', learningRate: 3e38, clipNorm: null },
    }
    const { told } = await page.call<{ told: TrainingTrace }>('train', mad)
    for (const { end, saved, died } of [await trace(mad), told]) {
      expect(end).toBe('diverged')
      expect(saved).toBe(Number(died) - 1)
    }
  })
})
