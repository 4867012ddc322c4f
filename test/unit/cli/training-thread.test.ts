import { afterEach, describe, expect, it } from 'vitest'
import { openTrainingThread } from '../../../electron/cli/training-thread.ts'
import type { TrainingThread } from '../../../electron/cli/training-thread.ts'
import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import type { Run } from '../../../shared/contract/experiment.ts'
import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../../shared/contract/spec.ts'
import type { TrainingSink } from '../../../shared/engine/training/training.ts'

/** Forty sentences of two words; the class is that of the first. */
const part: EncodedPart = {
  rowIds: Uint32Array.from({ length: 40 }, (_, n) => n),
  offsets: Uint32Array.from({ length: 41 }, (_, n) => 2 * n),
  ids: Int32Array.from({ length: 80 }, (_, n) => (n % 2 === 0 ? 2 + ((n / 2) % 2) : 4)),
  labels: Int32Array.from({ length: 40 }, (_, n) => n % 2),
}
const data = { vocabularySize: 5, classes: 2, parts: { train: part, validation: part, test: part } }
const run = {
  spec: {
    ...{ version: 1, data: '0'.repeat(64), text: { ...defaultText, maxLength: 2 }, split: defaultSplit, seed: 1 },
    training: { ...defaultTraining, epochs: 2, batchSize: 8, recordEvery: 1 },
    model: { ...defaultModel('rnn'), hidden: 3, input: { kind: 'embedding', size: 2 } },
  },
} as Run

let thread: TrainingThread
const open = (stop = new Int32Array(new SharedArrayBuffer(4))) =>
  (thread = openTrainingThread({ device: 'cpu', data, stop }))
afterEach(() => thread.close())

/** Notes what it is told, in order; `refuse` may throw. */
function notes(refuse: (what: string) => void = () => {}) {
  const told: string[] = []
  const note = (what: string) => {
    refuse(what)
    told.push(what)
  }
  const sink: TrainingSink = {
    metrics: (_, { step }) => note(`step ${step}`),
    epoch: ({ epoch }) => note(`epoch ${epoch}`),
    checkpoint: (kind) => note(kind),
  }
  return { told, sink }
}

describe('a training thread', () => {
  it('tells everything in order, and takes one run after the other', async () => {
    const { train } = open()
    const first = notes()
    expect(await train(run, first.sink)).toMatchObject({ kind: 'finished' })
    expect(first.told.slice(0, 7)).toEqual(['step 1', 'step 2', 'step 3', 'step 4', 'step 5', 'epoch 1', 'best'])
    expect(first.told.at(-1)).toBe('last')
    const second = notes()
    await train(run, second.sink)
    expect(second.told).toEqual(first.told)
  })

  it('ends with the very error of the sink when something cannot be kept', async () => {
    const full = new RangeError('The disk is full.')
    const { told, sink } = notes((what) => {
      if (what === 'step 2') throw full
    })
    await expect(open().train(run, sink)).rejects.toBe(full)
    expect(told).not.toContain('epoch 1')
  })

  it('stops with a checkpoint when shared memory says so', async () => {
    const stop = new Int32Array(new SharedArrayBuffer(4))
    const { told, sink } = notes((what) => {
      if (what === 'epoch 1') Atomics.store(stop, 0, 1)
    })
    expect(await open(stop).train(run, sink)).toEqual({ kind: 'stopped', step: 5 })
    expect(told.at(-1)).toBe('last')
  })

  it('says what is wrong with the data', async () => {
    const none = { ...part, offsets: new Uint32Array(1), labels: new Int32Array(0) }
    thread = openTrainingThread({
      device: 'cpu',
      data: { ...data, parts: { ...data.parts, validation: none } },
      stop: new Int32Array(new SharedArrayBuffer(4)),
    })
    await expect(thread.train(run, notes().sink)).rejects.toThrow('The validation part is empty')
  })

  it('does not wait for a thread that is gone', async () => {
    const { train, close } = open()
    const { sink } = notes((what) => {
      if (what === 'step 2') void close()
    })
    await expect(train(run, sink)).rejects.toThrow('ended on its own')
  })
})
