import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { encodeMetrics } from '../../../../shared/contract/metrics.ts'
import type { Run } from '../../../../shared/contract/experiment.ts'
import {
  SPEC_VERSION,
  defaultModel,
  defaultSplit,
  defaultText,
  defaultTraining,
} from '../../../../shared/contract/spec.ts'
import type { FromTrainer, ToTrainer } from '../../../../shared/contract/trainer.ts'
import { columnOf } from '../../../../renderer/charts/metric-series.ts'
import { usePredictionsStore } from '../../../../renderer/stores/predictions.ts'
import { useRunMetricsStore } from '../../../../renderer/stores/run-metrics.ts'
import { useTrainingStore } from '../../../../renderer/stores/training.ts'

/** The trainers that were opened: what they were told, and a way to speak for them. */
const trainers: { posted: ToTrainer[]; say: (message: FromTrainer) => void; closed: boolean }[] = []
vi.mock('../../../../renderer/trainer/open-trainer.ts', () => ({
  openTrainer(say: (message: FromTrainer) => void) {
    const trainer = { posted: [] as ToTrainer[], say, closed: false }
    trainers.push(trainer)
    return {
      post: (message: ToTrainer) => void trainer.posted.push(message),
      close: () => void (trainer.closed = true),
    }
  },
}))

/** Answers of the server that the test gives when it likes. */
let answers: Map<string, (response: Response) => void>
beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  trainers.length = 0
  answers = new Map()
  vi.stubGlobal('fetch', (url: string) => {
    const { promise, resolve } = Promise.withResolvers<Response>()
    answers.set(new URL(url).pathname, resolve)
    return promise
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const answerMetrics = async (run: string, ...steps: number[]) => {
  answers.get(`/api/runs/${run}/metrics`)?.(
    new Response(encodeMetrics({ columns: ['step'], values: Float64Array.from(steps) })),
  )
  await vi.advanceTimersByTimeAsync(1000)
}
const run = (id: string): Run => ({
  id,
  experimentId: 'experiment-a',
  spec: {
    version: SPEC_VERSION,
    data: 'a'.repeat(64),
    text: defaultText,
    split: defaultSplit,
    training: defaultTraining,
    seed: 1,
    model: { ...defaultModel('rnn'), name: id },
  },
  status: 'waiting',
  device: null,
  parameters: 10,
  step: 0,
  epochs: [],
  test: null,
  decay: null,
  divergence: null,
  error: null,
  notes: '',
  columns: [],
  checkpoints: { last: null, best: null },
  createdAt: '',
  updatedAt: '',
})
const metrics = (id: string, ...steps: number[]): FromTrainer => ({
  kind: 'metrics',
  run: id,
  columns: ['step'],
  values: Float64Array.from(steps),
  step: steps[steps.length - 1],
  stepsPerEpoch: 10,
  stepsPerSecond: 5,
  tensors: 1,
  bytes: 1,
})
const stepsOf = (id: string) => [...(columnOf(useRunMetricsStore().of(id), 'step') ?? [])]

describe('recorded steps', () => {
  it('that arrive before what is on disk has been read come after it', async () => {
    const store = useRunMetricsStore()
    store.receive('run-a', { columns: ['step'], values: Float64Array.of(30, 35) })
    expect(stepsOf('run-a')).toEqual([])
    await answerMetrics('run-a', 10, 20, 30)
    expect(stepsOf('run-a')).toEqual([10, 20, 30, 35])
  })

  it('are read once, and shown a few times per second however many arrive', async () => {
    const store = useRunMetricsStore()
    void store.load('run-a')
    await answerMetrics('run-a', 1)
    answers.clear()
    void store.load('run-a')
    expect(answers.size).toBe(0)
    const before = store.series
    for (let step = 2; step <= 50; step++) store.receive('run-a', { columns: ['step'], values: Float64Array.of(step) })
    const shownAtOnce = stepsOf('run-a').length
    expect(shownAtOnce).toBeLessThan(50)
    await vi.advanceTimersByTimeAsync(200)
    expect(stepsOf('run-a')).toHaveLength(50)
    expect(store.series).not.toBe(before)
  })

  it('are shown live although the disk could not be read, with a word about it', async () => {
    const store = useRunMetricsStore()
    store.receive('run-a', { columns: ['step'], values: Float64Array.of(5) })
    const refusal = { code: 'disk-full', message: 'The disk is full.' }
    answers.get('/api/runs/run-a/metrics')?.(Response.json(refusal, { status: 507 }))
    await vi.advanceTimersByTimeAsync(1000)
    expect(stepsOf('run-a')).toEqual([5])
    expect(store.problems['run-a']).toContain('The disk is full.')
  })
})

describe('training', () => {
  it('goes through the queue with one trainer, and shows each run as it is now', async () => {
    // On one core there is one place, whatever this machine has.
    vi.stubGlobal('navigator', { hardwareConcurrency: 1 })
    onTestFinished(() => void vi.unstubAllGlobals())
    const store = useTrainingStore()
    const [a, b] = [run('run-a'), run('run-b')]
    store.train([a, b])
    expect(trainers).toHaveLength(1)
    const [{ posted, say }] = trainers
    expect(posted).toEqual([{ kind: 'train', run: 'run-a', device: null }])
    expect([store.place('run-a'), store.place('run-b')]).toEqual(['starting', 'queued'])
    await answerMetrics('run-a')
    say({ kind: 'running', run: 'run-a' })
    say(metrics('run-a', 5))
    await vi.advanceTimersByTimeAsync(1000)
    expect(store.now(a)).toMatchObject({ status: 'running', step: 5 })
    expect(stepsOf('run-a')).toEqual([5])
    const test = { epoch: 1, loss: 0.5, accuracy: 0.75, confusion: [[1]] }
    say({ kind: 'finished', run: 'run-a', test, decay: null, early: false })
    expect(store.now(a)).toMatchObject({ status: 'finished', test })
    expect(posted[1]).toEqual({ kind: 'train', run: 'run-b', device: null })
    say({ kind: 'stopped', run: 'run-b', step: 0 })
    expect(store.busy).toBe(false)
  })
})

describe('predictions', () => {
  beforeEach(() => {
    const typed = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => typed.get(key) ?? null,
      setItem: (key: string, text: string) => typed.set(key, text),
      removeItem: (key: string) => typed.delete(key),
    })
  })

  const answer = (request: number, word: string): FromTrainer => ({
    kind: 'prediction',
    run: 'run-a',
    request,
    tokens: [{ word, id: 2, unknown: false, used: true, probabilities: [0.5, 0.5] }],
    classes: 2,
  })

  it('are asked for when the typing rests, and a late answer to an old sentence is dropped', async () => {
    const store = usePredictionsStore()
    store.choose(['run-a'])
    store.type('no')
    store.type('not')
    expect(trainers).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(150)
    const [{ posted, say }] = trainers
    expect(posted).toMatchObject([{ kind: 'predict', run: 'run-a', text: 'not' }])
    store.put('not good')
    const [first, second] = posted.flatMap((message) => (message.kind === 'predict' ? [message.request] : []))
    say(answer(first, 'not'))
    expect(store.answers.size).toBe(0)
    say(answer(second, 'good'))
    expect(store.answers.get('run-a')).toMatchObject({ text: 'not good', tokens: [{ word: 'good' }] })
    expect(store.waiting).toBe(false)
  })

  it('end with an empty sentence, and give their memory back', () => {
    const store = usePredictionsStore()
    store.choose(['run-a'])
    store.put('good')
    store.put('  ')
    expect([store.answers.size, store.pending.size]).toEqual([0, 0])
    store.close()
    expect(trainers[0].closed).toBe(true)
  })
})
