import { describe, expect, it } from 'vitest'
import { stream } from '../../../shared/engine/training/random.ts'
import { addingBatch, addingBaseline } from '../../../shared/tasks/memory/adding.ts'
import { copyBaseline, copyBatch, copyLength, copyShape } from '../../../shared/tasks/memory/copy.ts'
import { distanceBatch, distanceShape } from '../../../shared/tasks/memory/distance.ts'
import { firstSymbolBatch, firstSymbolShape } from '../../../shared/tasks/memory/first-symbol.ts'
import { temporalOrderBatch, temporalOrderShape } from '../../../shared/tasks/memory/temporal-order.ts'
import { memoryTasks, taskAtLength } from '../../../shared/tasks/memory/tasks.ts'
import type { SequenceBatch } from '../../../shared/labs/net/sequence-batch.ts'

/** The symbol at step t of sequence b, where the input is one-hot. */
const symbolAt = ({ x, B }: SequenceBatch, D: number, t: number, b: number): number => {
  const row = Array.from(x.subarray((t * B + b) * D, (t * B + b + 1) * D))
  expect(row.filter((value) => value !== 0)).toEqual([1])
  return row.indexOf(1)
}

describe('the adding problem', () => {
  const batch = addingBatch(stream(1, 'test'), 40_000, 10)

  it('asks for the sum of the two marked numbers, one in each half', () => {
    for (let b = 0; b < 200; b++) {
      const marked = Array.from({ length: 10 }, (_, t) => t).filter((t) => batch.x[2 * (t * batch.B + b) + 1] === 1)
      expect(marked).toHaveLength(2)
      expect(marked[0]).toBeLessThan(5)
      expect(marked[1]).toBeGreaterThanOrEqual(5)
      const sum = marked.reduce((total, t) => total + batch.x[2 * (t * batch.B + b)], 0)
      expect(batch.y[b]).toBeCloseTo(sum, 5)
    }
  })

  it('leaves the best constant answer a mean squared error of 1/6, as published (Tallec & Ollivier 2018: 0.167)', () => {
    const mean = batch.y.reduce((a, b) => a + b, 0) / batch.B
    const error = batch.y.reduce((sum, y) => sum + (y - mean) ** 2, 0) / batch.B
    expect(mean).toBeCloseTo(1, 2)
    // Four standard errors of the mean of 40,000 squared errors, whose standard deviation is √(1/15 - 1/36).
    expect(Math.abs(error - 1 / 6)).toBeLessThan((4 * Math.sqrt(1 / 15 - 1 / 36)) / 200)
    expect(addingBaseline).toBeCloseTo(0.1667, 4)
  })
})

describe('the copy task', () => {
  it.each([
    [50, 0.297],
    [100, 0.173],
    [200, 0.0945],
    [500, 0.04],
    [1000, 0.0204],
  ])('has the published memoryless loss 10 ln 8 / (T + 20) at T = %i', (wait, published) => {
    expect(copyBaseline(wait)).toBeCloseTo(published, published > 0.1 ? 3 : 4)
  })

  it('leaves the best answer without memory exactly that loss: the entropy of each step over the data', () => {
    const wait = 5
    const T = copyLength(wait)
    const batch = copyBatch(stream(2, 'test'), 20_000, wait)
    const K = copyShape.outputs
    let nats = 0
    for (let t = 0; t < T; t++) {
      const counts = new Array<number>(K).fill(0)
      for (let b = 0; b < batch.B; b++) for (let k = 0; k < K; k++) counts[k] += batch.y[(t * batch.B + b) * K + k]
      for (const count of counts) if (count > 0) nats -= (count / batch.B) * Math.log(count / batch.B)
    }
    expect(nats / T).toBeCloseTo(copyBaseline(wait), 3)
  })

  it('asks for the ten symbols again, in order, after the signal', () => {
    const batch = copyBatch(stream(3, 'test'), 4, 3)
    const T = copyLength(3)
    for (let b = 0; b < 4; b++) {
      const heard = Array.from({ length: 10 }, (_, t) => symbolAt(batch, 10, t, b))
      const wanted = Array.from({ length: T }, (_, t) =>
        Array.from(batch.y.subarray((t * 4 + b) * 9, (t * 4 + b + 1) * 9)).indexOf(1),
      )
      expect(wanted).toEqual([...new Array<number>(13).fill(0), ...heard])
      expect(heard.every((symbol) => symbol >= 1 && symbol <= 8)).toBe(true)
      expect(symbolAt(batch, 10, 12, b), 'the signal stands right before the answer').toBe(9)
    }
  })
})

describe('tasks of classes', () => {
  it('distance: the cue stands at token 5, everything else is filler, and the label is the cue', () => {
    const batch = distanceBatch(stream(4, 'test'), 50, 20)
    expect(batch.T).toBe(25)
    for (let b = 0; b < 50; b++)
      for (let t = 0; t < 25; t++) {
        const symbol = symbolAt(batch, distanceShape.features, t, b)
        if (t === 4) expect(symbol).toBe(batch.y[b])
        else expect(symbol).toBeGreaterThanOrEqual(2)
      }
  })

  it('temporal order: the class says which mark came first and which second, at the published shares of the length', () => {
    const batch = temporalOrderBatch(stream(5, 'test'), 400, 100)
    const seen = [0, 0, 0, 0]
    for (let b = 0; b < 400; b++) {
      const symbols = Array.from({ length: 100 }, (_, t) => symbolAt(batch, temporalOrderShape.features, t, b))
      const at = symbols.flatMap((symbol, t) => (symbol < 2 ? [t] : []))
      expect(at).toHaveLength(2)
      expect(at[0] >= 10 && at[0] < 20 && at[1] >= 50 && at[1] < 60).toBe(true)
      const label = Array.from(batch.y.subarray(4 * b, 4 * b + 4)).indexOf(1)
      expect(label).toBe(2 * symbols[at[0]] + symbols[at[1]])
      seen[label]++
    }
    expect(Math.min(...seen), 'four classes, about equally often').toBeGreaterThan(60)
  })

  it('first symbol: two sequences that differ in nothing but their first symbol', () => {
    const batch = firstSymbolBatch(stream(6, 'test'), 30, 12)
    for (let b = 0; b < 30; b++) {
      const symbols = Array.from({ length: 12 }, (_, t) => symbolAt(batch, firstSymbolShape(12).features, t, b))
      expect(symbols).toEqual([batch.y[b], 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    }
  })
})

it.each(memoryTasks)('%s: the shares of a batch add up to 1, and the same stream gives the same batch', (task) => {
  const { batch } = taskAtLength(task, 20)
  const one = batch(stream(7, 'test'), 8)
  expect(one.share.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
  expect(batch(stream(7, 'test'), 8)).toEqual(one)
  expect(batch(stream(8, 'test'), 8)).not.toEqual(one)
})
