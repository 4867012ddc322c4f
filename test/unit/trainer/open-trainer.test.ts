import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FromTrainer } from '../../../shared/contract/trainer.ts'
import { openTrainer } from '../../../renderer/trainer/open-trainer.ts'
import type { FromWorker } from '../../../renderer/trainer/worker-messages.ts'

/** Stands for the browser's Worker: what it was sent, and a way to speak for it. */
class FakeWorker {
  static all: FakeWorker[] = []
  onmessage: ((event: { data: FromWorker }) => void) | null = null
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null
  posted: unknown[] = []
  terminated = false
  constructor() {
    FakeWorker.all.push(this)
  }
  postMessage(message: unknown) {
    this.posted.push(message)
  }
  terminate() {
    this.terminated = true
  }
  say(data: FromWorker) {
    this.onmessage?.({ data })
  }
  crash() {
    this.onerror?.({ message: 'out of memory', preventDefault() {} })
  }
}

const [one, two] = ['run-0000000000000001', 'run-0000000000000002']
const requests: { url: string; body: string }[] = []

beforeEach(() => {
  FakeWorker.all = []
  requests.length = 0
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('fetch', async (url: string, init: { body: string }) => {
    requests.push({ url: String(url), body: init.body })
    return Response.json({})
  })
})
afterEach(() => vi.unstubAllGlobals())

function setUp() {
  const heard: FromTrainer[] = []
  const trainer = openTrainer((message) => heard.push(message))
  return { heard, trainer, worker: () => FakeWorker.all[FakeWorker.all.length - 1] }
}

describe("the page's handle on the trainer", () => {
  it('starts a worker with the first message and passes words on both ways', () => {
    const { heard, trainer, worker } = setUp()
    expect(FakeWorker.all).toHaveLength(0)
    trainer.post({ kind: 'train', run: one, device: null })
    trainer.post({ kind: 'pause', run: one })
    worker().say({ kind: 'running', run: one })
    expect(FakeWorker.all).toHaveLength(1)
    expect(worker().posted).toHaveLength(2)
    expect(heard).toEqual([{ kind: 'running', run: one }])
  })

  it('turns a crash into failures of the run and of the open questions, on disk too, and starts anew', async () => {
    const { heard, trainer, worker } = setUp()
    trainer.post({ kind: 'train', run: one, device: null })
    trainer.post({ kind: 'predict', run: two, request: 7, text: 'good' })
    trainer.post({ kind: 'gradient', run: two, request: 7, weights: 'best', ids: [2, 3], label: 1 })
    const broken = worker()
    broken.crash()
    expect(broken.terminated).toBe(true)
    expect(heard).toEqual([
      { kind: 'failed', run: one, message: expect.stringContaining('out of memory') },
      { kind: 'prediction-failed', run: two, request: 7, message: expect.stringContaining('out of memory') },
      { kind: 'gradient-failed', run: two, request: 7, message: expect.stringContaining('out of memory') },
    ])
    await vi.waitFor(() => expect(requests).toHaveLength(1))
    expect(requests[0].url).toContain(one)
    expect(JSON.parse(requests[0].body)).toMatchObject({ status: 'failed' })
    broken.say({ kind: 'running', run: one }) // a late word
    trainer.post({ kind: 'train', run: two, device: null })
    expect(worker()).not.toBe(broken)
    expect(heard).toHaveLength(3)
  })

  it('does not blame a run that has ended, nor a question that was answered', () => {
    const { heard, trainer, worker } = setUp()
    trainer.post({ kind: 'train', run: one, device: null })
    worker().say({ kind: 'stopped', run: one, step: 3 })
    trainer.post({ kind: 'predict', run: one, request: 1, text: 'good' })
    worker().say({ kind: 'prediction', run: one, request: 1, tokens: [], classes: 2 })
    trainer.post({ kind: 'gradient', run: one, request: 1, weights: 'last', ids: [2], label: 0 })
    worker().say({ kind: 'gradient', run: one, request: 1, loss: 0.7, device: 'wasm', gradients: [] })
    worker().crash()
    expect(heard.map(({ kind }) => kind)).toEqual(['stopped', 'prediction', 'gradient'])
    expect(requests).toHaveLength(0)
  })

  it('takes a new worker after the GPU was lost, for the run that follows at once, too', () => {
    const heard: FromTrainer[] = []
    const trainer = openTrainer((message) => {
      heard.push(message)
      if (message.kind === 'failed') trainer.post({ kind: 'train', run: two, device: null })
    })
    trainer.post({ kind: 'train', run: one, device: 'webgl' })
    const [lost] = FakeWorker.all
    lost.say({ kind: 'device-lost', run: one, message: 'gone' })
    expect(heard).toEqual([{ kind: 'failed', run: one, message: 'gone', deviceLost: true }])
    expect(lost.terminated).toBe(true)
    expect(FakeWorker.all[1].posted).toEqual([{ kind: 'train', run: two, device: null }])
  })
})
