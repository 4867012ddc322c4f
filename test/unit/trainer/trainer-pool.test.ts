import { describe, expect, it } from 'vitest'
import type { FromTrainer, ToTrainer } from '../../../shared/contract/trainer.ts'
import { openTrainerPool } from '../../../renderer/trainer/trainer-pool.ts'

/** A pool over trainers that only note what they are told. */
function poolOfNotes(onMessage: (message: FromTrainer) => void = () => {}) {
  const opened: { told: string[]; closed: boolean; say: (message: FromTrainer) => void }[] = []
  const pool = openTrainerPool(onMessage, (say) => {
    const one = { told: [] as string[], closed: false, say }
    opened.push(one)
    return { post: ({ kind, run }) => void one.told.push(`${kind} ${run}`), close: () => void (one.closed = true) }
  })
  return { pool, opened }
}
const train = (run: string): ToTrainer => ({ kind: 'train', run, device: 'wasm' })
const finished = (run: string): FromTrainer => ({ kind: 'failed', run, message: '' })

describe('the pool of trainers', () => {
  it('gives every run a trainer of its own, and orders to the one that has the run', () => {
    const { pool, opened } = poolOfNotes()
    pool.post(train('a'))
    pool.post(train('b'))
    pool.post({ kind: 'pause', run: 'b' })
    pool.post({ kind: 'step', run: 'a', device: null })
    expect(opened.map(({ told }) => told)).toEqual([
      ['train a', 'step a'],
      ['train b', 'pause b'],
    ])
  })

  it('lets a free trainer take the next run, also when it is asked for at the very end of the last', () => {
    const { pool, opened } = poolOfNotes(({ run }) => {
      if (run === 'a') pool.post(train('c'))
    })
    pool.post(train('a'))
    pool.post(train('b'))
    opened[0].say(finished('a'))
    expect(opened.map(({ told }) => told)).toEqual([['train a', 'train c'], ['train b']])
  })

  it('keeps the newest free trainer and closes the others', () => {
    const { pool, opened } = poolOfNotes()
    for (const run of ['a', 'b', 'c']) pool.post(train(run))
    for (const [n, run] of ['a', 'b', 'c'].entries()) opened[n].say(finished(run))
    expect(opened.map(({ closed }) => closed)).toEqual([true, true, false])
    pool.close()
    expect(opened[2].closed).toBe(true)
  })

  it('does not give a run that may use all threads to a trainer that was begun with one', () => {
    const { pool, opened } = poolOfNotes()
    pool.post({ ...train('a'), threads: 1 } as ToTrainer)
    opened[0].say(finished('a'))
    pool.post(train('b'))
    opened[1].say(finished('b'))
    pool.post({ ...train('c'), threads: 1 } as ToTrainer)
    expect(opened.map(({ told }) => told)).toEqual([['train a'], ['train b', 'train c']])
  })

  it('has a run forgotten by all, and orders to unknown runs by nobody', () => {
    const { pool, opened } = poolOfNotes()
    pool.post(train('a'))
    pool.post(train('b'))
    pool.post({ kind: 'forget', run: 'x' })
    pool.post({ kind: 'stop', run: 'x' })
    expect(opened.map(({ told }) => told.at(-1))).toEqual(['forget x', 'forget x'])
  })

  it('does not take late words of a run for the end of the next', () => {
    const { pool, opened } = poolOfNotes()
    pool.post(train('a'))
    opened[0].say(finished('old'))
    pool.post(train('b'))
    expect(opened).toHaveLength(2)
  })
})
