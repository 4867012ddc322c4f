import { describe, expect, it } from 'vitest'
import type { EpochRecord, Run } from '../../../shared/contract/experiment.ts'
import { ApiError } from '../../../renderer/api.ts'
import { Persistence } from '../../../renderer/trainer/persistence.ts'
import type { RunWriter } from '../../../renderer/trainer/persistence.ts'
import { mayPass } from '../../../renderer/trainer/run-api.ts'

const id = 'run-0123456789abcdef'
const progress = { step: 1, epoch: 1, stepsPerEpoch: 9, stepsPerSecond: 1, tensors: 0, bytes: 0 }
const steps = (...values: number[]) => ({ columns: ['step'], values: Float64Array.from(values) })
const epoch = { epoch: 1 } as EpochRecord

/** Writes into a list; `answers` may refuse a call. */
function setUp(answers: (call: string, attempt: number) => Error | null = () => null) {
  const [written, waits] = [[] as string[], [] as number[]]
  const attempts = new Map<string, number>()
  const write = async <T>(call: string): Promise<T> => {
    await Promise.resolve()
    const attempt = (attempts.get(call) ?? 0) + 1
    attempts.set(call, attempt)
    const error = answers(call, attempt)
    if (error) throw error
    written.push(call)
    return {} as T
  }
  const writer: RunWriter = {
    appendMetrics: (_, { values }) => write<void>(`metrics ${values.join()}`),
    addEpoch: (_, record) => write<Run>(`epoch ${record.epoch}`),
    saveCheckpoint: (_, kind) => write<void>(`checkpoint ${kind}`),
    saveSnapshot: (_, step) => write<void>(`snapshot ${step}`),
    updateRun: (_, { status }) => write<Run>(`status ${status}`),
    mayPass,
  }
  const wait = async (milliseconds: number) => void waits.push(milliseconds)
  return { written, waits, persistence: new Persistence(id, writer, wait) }
}

describe('what is kept of a run', () => {
  it('is written in the order in which it happened, recorded steps before what follows them', async () => {
    const { written, persistence } = setUp()
    persistence.metrics(steps(1), progress)
    persistence.metrics(steps(2), progress)
    const epochDone = persistence.epoch(epoch)
    persistence.metrics(steps(3), progress)
    persistence.snapshot(new Uint8Array(), 2)
    const saved = persistence.checkpoint('last', new Uint8Array())
    await Promise.all([epochDone, saved, persistence.update({ status: 'finished' })])
    expect(written).toEqual([
      'metrics 1',
      'metrics 2',
      'epoch 1',
      'snapshot 2',
      'metrics 3',
      'checkpoint last',
      'status finished',
    ])
  })

  it('is tried again when there was no answer, and nothing overtakes it meanwhile', async () => {
    const { written, waits, persistence } = setUp((call, attempt) =>
      call === 'epoch 1' && attempt < 3 ? new ApiError('unreachable', 'no answer') : null,
    )
    await Promise.all([persistence.epoch(epoch), persistence.update({ status: 'finished' })])
    expect(written).toEqual(['epoch 1', 'status finished'])
    expect(waits).toEqual([200, 1000])
  })

  it('fails at once where the server refuses, and so does everything later, but for the end', async () => {
    const { written, waits, persistence } = setUp((call) =>
      call.startsWith('metrics') ? new ApiError('disk-full', 'The disk is full.') : null,
    )
    persistence.metrics(steps(1), progress)
    await expect(persistence.flush()).rejects.toThrow('The disk is full.')
    await expect(persistence.epoch(epoch)).rejects.toThrow('The disk is full.')
    expect(() => persistence.metrics(steps(2), progress)).toThrow('The disk is full.')
    await persistence.fail('The disk is full.')
    expect(written).toEqual(['status failed'])
    expect(waits).toEqual([])
  })

  it('gives up after a few tries', async () => {
    const { waits, persistence } = setUp(() => new ApiError('unreachable', 'no answer'))
    await expect(persistence.flush()).resolves.toBeUndefined()
    await expect(persistence.epoch(epoch)).rejects.toThrow('no answer')
    expect(waits).toEqual([200, 1000, 3000])
  })
})
