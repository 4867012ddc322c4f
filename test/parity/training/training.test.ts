import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { epochRecord, testResult } from '../../../shared/contract/experiment.ts'
import { cellKinds } from '../../../shared/contract/spec.ts'
import { readPosition } from '../../../shared/engine/training/checkpoint.ts'
import { decodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import { useCpu } from '../cells/examples.ts'
import { smallData, smallSpec, stopAfter, train } from './runs.ts'
import type { Told } from './runs.ts'

beforeAll(useCpu)

/** All of a run that must not depend on when it ran. */
const timeless = ({ outcome, rows, epochs, last, best }: Told) => ({
  ...{ outcome, rows },
  epochs: epochs.map((record) => ({ ...record, seconds: 0 })),
  last: withoutTime(last),
  best: withoutTime(best),
})
const withoutTime = (file: Uint8Array | undefined) =>
  file && new TextDecoder('latin1').decode(file).replace(/\\"seconds\\":[0-9.e-]+/, '')

describe.each(cellKinds)('training, %s', (cell) => {
  it('learns twenty sentences by heart', async () => {
    const spec = smallSpec({ cell, hidden: 16 }, { epochs: 120, learningRate: 0.03, batchSize: 20, recordEvery: 1000 })
    const data = smallData({ train: 20, validation: 4, test: 4 })
    // The averaged ANN cannot see which word came first; it gets labels that words alone decide.
    if (cell === 'ann-mean') {
      const { labels, ids, offsets } = data.parts.train
      labels.forEach((_, n) => (labels[n] = ids.subarray(offsets[n], offsets[n + 1]).includes(5) ? 1 : 0))
    }
    const { epochs } = await train(spec, data)
    expect(epochs.at(-1)!.trainAccuracy).toBe(1)
    expect(epochs.at(-1)!.trainLoss).toBeLessThan(0.05)
  })

  it('starts with the loss of chance', async () => {
    const { rows } = await train(smallSpec({ cell }, { epochs: 1 }), smallData())
    expect(rows[0].step).toBe(1)
    expect(Math.abs(rows[0].loss - Math.LN2)).toBeLessThan(0.1)
  })

  it('gives the same bits twice, and other ones with another seed', async () => {
    const spec = smallSpec({ cell, dropout: 0.3 })
    const [one, two] = [await train(spec, smallData()), await train(spec, smallData())]
    expect(timeless(two)).toEqual(timeless(one))
    const other = await train({ ...spec, seed: 8 }, smallData())
    expect(other.epochs[0].trainLoss).not.toBe(one.epochs[0].trainLoss)
  })

  it.each([0, 1, 3, 4, 6, 10])('goes on after a stop at step %i as if nothing had been', async (step) => {
    const spec = smallSpec({ cell, dropout: 0.3, layers: 2 })
    const whole = await train(spec, smallData())
    const half = await train(spec, smallData(), { control: stopAfter(step) })
    expect(half.outcome).toEqual({ kind: 'stopped', step })
    const rest = await train(spec, smallData(), { last: half.last, best: half.best })
    const joined = { ...rest, rows: [...half.rows, ...rest.rows], epochs: [...half.epochs, ...rest.epochs] }
    expect(timeless(joined)).toEqual(timeless(whole))
  })

  it('holds as many tensors after every step as after the first, and none in the end', async () => {
    const before = tf.memory().numTensors
    const { tensors } = await train(smallSpec({ cell, layers: 2, dropout: 0.2 }, { recordEvery: 1 }), smallData())
    expect(tensors).toHaveLength(12)
    expect(new Set(tensors).size).toBe(1)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('records what the contract promises', async () => {
    const { rows, epochs, outcome, checkpoints } = await train(smallSpec({ cell }), smallData())
    expect(rows.map(({ step }) => step)).toEqual([1, 2, 4, 6, 8, 10, 12])
    expect(rows.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 2, 2, 3, 3])
    for (const row of rows) {
      const squares = Object.entries(row).map(([name, norm]) => (name.startsWith('parameter:') ? norm ** 2 : 0))
      expect(Math.sqrt(squares.reduce((a, b) => a + b))).toBeCloseTo(row.norm, 5)
      expect(row.clipped).toBeLessThanOrEqual(5.00001)
    }
    epochs.forEach((record) => epochRecord.parse(record))
    if (outcome.kind !== 'finished') throw new Error(outcome.kind)
    testResult.parse(outcome.test)
    expect(outcome.test.confusion.flat().reduce((a, b) => a + b)).toBe(9)
    expect(checkpoints.filter((name) => name.startsWith('last'))).toEqual(['last 4', 'last 8', 'last 12'])
  })
})

describe('training', () => {
  it('writes a checkpoint on request, asks again, and waits while asked to wait', async () => {
    const orders = ['go', 'go', 'checkpoint', 'wait', 'go', 'stop']
    const control = {
      next: () => {
        const order = orders.shift() as 'go' | 'checkpoint' | 'stop' | 'wait'
        return order === 'wait' ? Promise.resolve('go' as const) : order
      },
    }
    const { checkpoints, outcome } = await train(smallSpec({}), smallData(), { control })
    expect(checkpoints).toEqual(['last 2', 'best 4', 'last 4', 'last 4'])
    expect(outcome).toEqual({ kind: 'stopped', step: 4 })
  })

  it('clips the global norm to its limit and reports it before and after', async () => {
    const { rows } = await train(smallSpec({}, { clipNorm: 0.01, recordEvery: 1 }), smallData())
    const free = await train(smallSpec({}, { clipNorm: null, recordEvery: 1 }), smallData())
    expect(rows[0].norm).toBe(free.rows[0].norm)
    expect(free.rows.map(({ clipped }) => clipped)).toEqual(free.rows.map(({ norm }) => norm))
    for (const { norm, clipped } of rows) expect(clipped).toBeCloseTo(Math.min(norm, 0.01), 7)
  })

  it("records each sentence's own gradient, whatever the batch size", async () => {
    // Twice the same sentence in a batch of two says what it says alone: the mean over the batch is undone.
    const one = smallData({ train: 1, validation: 1, test: 1 })
    const { ids, labels, rowIds, offsets } = one.parts.train
    const two = structuredClone(one)
    two.parts.train = {
      ...{ ids: Int32Array.from([...ids, ...ids]), labels: Int32Array.from([...labels, ...labels]) },
      ...{ rowIds: Uint32Array.from([...rowIds, 1]), offsets: Uint32Array.from([...offsets, 2 * offsets[1]]) },
    }
    const [alone, both] = await Promise.all([one, two].map((data) => train(smallSpec({}, { epochs: 1 }), data)))
    const norms = (told: Told) => Object.entries(told.rows[0]).filter(([name]) => /^[hc](-last)?:/.test(name))
    expect(norms(alone).filter(([, norm]) => norm > 0)).not.toHaveLength(0)
    norms(both).forEach(([name, norm], n) => {
      const [, expected] = norms(alone)[n]
      if (Number.isNaN(expected)) expect(norm, name).toBeNaN()
      else expect(norm / expected, name).toBeCloseTo(1, 5)
    })
  })

  it('stops early when the validation loss has not improved, and tests the best epoch', async () => {
    const data = smallData()
    data.parts.validation.labels.forEach((label, n) => (data.parts.validation.labels[n] = 1 - label)) // learning hurts
    const spec = smallSpec({ hidden: 12 }, { epochs: 50, learningRate: 0.05, earlyStopping: { patience: 2 } })
    const { epochs, outcome } = await train(spec, data)
    const losses = epochs.map(({ validationLoss }) => validationLoss)
    const best = losses.indexOf(Math.min(...losses)) + 1
    expect(epochs).toHaveLength(best + 2)
    expect(outcome).toMatchObject({ kind: 'finished', early: true, test: { epoch: best } })
  })

  it('stops at the step that diverges, names it, and keeps the state before it', async () => {
    const spec = smallSpec({ cell: 'rnn' }, { optimiser: 'sgd', learningRate: 100, clipNorm: null, recordEvery: 3 })
    const { last: healthy } = await train(spec, smallData(), { control: stopAfter(5) })
    // A weight so large that its products overflow: the next loss is no number.
    const poisoned = poison(healthy!, 'output.W', 3e38)
    const { outcome, last, rows, checkpoints } = await train(spec, smallData(), { last: poisoned })
    if (outcome.kind !== 'diverged') throw new Error(outcome.kind)
    expect(outcome).toMatchObject({ step: 6, epoch: 2, what: 'loss' })
    expect(outcome.message).toContain('step 6 (epoch 2)')
    expect(outcome.message).toMatch(/learning rate of 10 .*clip.*Adam/)
    expect(rows).toEqual([])
    expect(checkpoints).toEqual(['last 5'])
    expect(readPosition(last!)).toMatchObject({ step: 5, epoch: 2, stepInEpoch: 1 })
    // Weights, moments and the epoch's sums alike.
    expect(decodeSafetensors(last!).tensors).toEqual(decodeSafetensors(poisoned).tensors)
  })

  it('never writes a checkpoint with a number that is not finite', async () => {
    const spec = smallSpec({ cell: 'rnn' }, { optimiser: 'sgd' })
    const { last } = await train(spec, smallData(), { control: stopAfter(2) })
    const { outcome, checkpoints } = await train(spec, smallData(), { last: poison(last!, 'rnn1.U', NaN) })
    expect(outcome).toMatchObject({ kind: 'diverged', step: 3, what: 'loss' })
    expect(checkpoints).toEqual([])
  })

  it('refuses an empty part and a checkpoint of another model in words', async () => {
    await expect(train(smallSpec({}), smallData({ train: 5, validation: 0, test: 1 }))).rejects.toThrow(
      'The validation part is empty',
    )
    const { last } = await train(smallSpec({}), smallData(), { control: stopAfter(1) })
    await expect(train(smallSpec({ hidden: 5 }), smallData(), { last })).rejects.toThrow(
      'checkpoint: lstm1.W must have shape [3,20], has [3,16]',
    )
    expect(tf.memory().numTensors).toBe(0)
  })
})

/** The checkpoint with one parameter full of `value`. */
function poison(checkpoint: Uint8Array, name: string, value: number): Uint8Array {
  const copy = checkpoint.slice()
  const view = new DataView(copy.buffer)
  const start = 8 + Number(view.getBigUint64(0, true))
  const header = JSON.parse(new TextDecoder().decode(copy.subarray(8, start))) as Record<
    string,
    { data_offsets: [number, number] }
  >
  const [from, to] = header[name].data_offsets
  for (let at = start + from; at < start + to; at += 4) view.setFloat32(at, value, true)
  return copy
}
