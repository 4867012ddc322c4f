import { describe, expect, it } from 'vitest'
import { MetricBatch } from '../../../renderer/trainer/metric-batch.ts'
import type { Batch } from '../../../renderer/trainer/metric-batch.ts'

/** A clock that stands still until it is told to go on. */
function clock() {
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => time,
    later(run: () => void, milliseconds: number) {
      const timer = { at: time + milliseconds, run }
      timers.push(timer)
      return () => (timers = timers.filter((other) => other !== timer))
    },
    advance(milliseconds: number) {
      time += milliseconds
      const due = timers.filter(({ at }) => at <= time)
      timers = timers.filter(({ at }) => at > time)
      for (const { run } of due) run()
    },
  }
}

const table = (...values: number[]) => ({ columns: ['step', 'loss'], values: Float64Array.from(values) })
const at = (step: number) => ({ step, epoch: 1, stepsPerEpoch: 9, stepsPerSecond: 1, tensors: 0, bytes: 0 })

function setUp() {
  const [sent, time] = [[] as Batch[], clock()]
  const batch = new MetricBatch(100, (b) => sent.push(b), time)
  return { sent, time, batch, values: () => sent.map(({ table }) => Array.from(table.values)) }
}

describe('a batch of recorded steps', () => {
  it('sends the first at once and the following together, in their order, with the newest progress', () => {
    const { sent, time, batch, values } = setUp()
    batch.add(table(1, 0.9), at(1))
    time.advance(10)
    batch.add(table(2, 0.8), at(2))
    time.advance(10)
    batch.add(table(3, 0.7), at(3))
    expect(values()).toEqual([[1, 0.9]])
    time.advance(80)
    expect(values()).toEqual([
      [1, 0.9],
      [2, 0.8, 3, 0.7],
    ])
    expect(sent[1].progress.step).toBe(3)
  })

  it('sends what is left when flushed, and nothing twice', () => {
    const { time, batch, values } = setUp()
    batch.add(table(1, 0.9), at(1))
    batch.add(table(2, 0.8), at(2))
    batch.flush()
    batch.flush()
    time.advance(1000)
    expect(values()).toEqual([
      [1, 0.9],
      [2, 0.8],
    ])
  })

  it('never joins tables of other columns', () => {
    const { batch, sent } = setUp()
    batch.add(table(1, 0.9), at(1))
    batch.add(table(2, 0.8), at(2))
    batch.add({ columns: ['step'], values: Float64Array.of(3) }, at(3))
    batch.flush()
    expect(sent.map(({ table }) => table.columns.length)).toEqual([2, 2, 1])
  })
})
