import { describe, expect, it } from 'vitest'
import { openTimer } from '../../../../renderer/trainer/timing/open-timer.ts'
import type { TimedModel } from '../../../../renderer/trainer/timing/timed-model.ts'
import type { FromTimer, ToTimer } from '../../../../renderer/trainer/timing/timing-messages.ts'

/** Workers that answer as the test says, or never. */
function workers(answer: (question: ToTimer) => FromTimer | 'crash' | 'silence') {
  const started: { ended: boolean }[] = []
  const start = () => {
    const one = {
      ended: false,
      onmessage: null as ((event: { data: FromTimer }) => void) | null,
      onerror: null as ((event: { preventDefault(): void }) => void) | null,
      terminate: () => void (one.ended = true),
      postMessage(question: ToTimer) {
        const said = answer(question)
        queueMicrotask(() => {
          if (said === 'crash') one.onerror?.({ preventDefault: () => undefined })
          else if (said !== 'silence') one.onmessage?.({ data: said })
        })
      },
    }
    started.push(one)
    return one as unknown as Worker
  }
  return { start, started }
}
const model = {} as TimedModel
const times: FromTimer = { kind: 'times', time: { device: 'cpu', first: 9, step: 3, ended: null } }

describe('the handle on scratch workers', () => {
  it('looks at the machine and lets the worker go', async () => {
    const machine = { webgl: null, cores: 4 }
    const { start, started } = workers(() => ({ kind: 'machine', machine }))
    expect(await openTimer(start).look()).toEqual(machine)
    expect(started).toMatchObject([{ ended: true }])
  })

  it('keeps a worker per device, and takes the device that really computed', async () => {
    const { start, started } = workers(() => times)
    const timer = openTimer(start)
    expect(await timer.time('wasm', model, null)).toMatchObject({ device: 'cpu', step: 3 })
    await timer.time('wasm', model, null)
    await timer.time('webgl', model, null)
    expect(started).toHaveLength(2)
    timer.close()
    expect(started.every(({ ended }) => ended)).toBe(true)
  })

  it('gives a device up that does not answer in time, and starts anew for the next model', async () => {
    const { start, started } = workers(() => 'silence')
    const timer = openTimer(start, 1)
    expect(await timer.time('webgl', model, null)).toEqual({
      ...{ device: 'webgl', first: null, step: null, ended: 'timed-out' },
    })
    expect(started).toMatchObject([{ ended: true }])
    await timer.time('webgl', model, null)
    expect(started).toHaveLength(2)
  })

  it.each([
    ['breaks', 'crash' as const],
    ['says that it cannot', { kind: 'failed' as const, message: 'no' }],
  ])('says so when a device %s', async (_, said) => {
    const { start } = workers(() => said)
    expect(await openTimer(start).time('webgl', model, null)).toMatchObject({ device: 'webgl', ended: 'failed' })
  })

  it('answers when it is closed in the middle', async () => {
    const { start } = workers(() => 'silence')
    const timer = openTimer(start)
    const answer = timer.time('wasm', model, null)
    timer.close()
    expect(await answer).toMatchObject({ step: null, ended: 'failed' })
  })
})
