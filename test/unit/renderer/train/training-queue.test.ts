import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FromTrainer } from '../../../../shared/contract/trainer.ts'
import { emptyQueue, hear, overall, request } from '../../../../renderer/stores/training-queue.ts'
import type { ActiveState, Places, Queue, QueueRequest } from '../../../../renderer/stores/training-queue.ts'

const stopped = (run: string): FromTrainer => ({ kind: 'stopped', run, step: 1 })
const failed = (run: string): FromTrainer => ({ kind: 'failed', run, message: 'x' })
const running = (run: string): FromTrainer => ({ kind: 'running', run })
const paused = (run: string): FromTrainer => ({ kind: 'paused', run, step: 1 })
const device = (run: string): FromTrainer => ({
  kind: 'device',
  run,
  report: { device: 'wasm', renderer: null, software: false, float32: true },
})

/** The GPU trains one run at a time; the processor as many as there are places. */
const gpu: Places = { count: 3, alone: () => true }
const one: Places = { count: 1, alone: () => false }
const two: Places = { count: 2, alone: () => false }
const queueOf = (active: Record<string, ActiveState>, waiting: string[] = [], held = false): Queue => ({
  active: Object.entries(active).map(([run, state]) => ({ run, state })),
  waiting,
  held,
})

describe('the queue of runs with one place', () => {
  it.each([
    ['on the GPU', gpu],
    ['on one core', one],
  ])('trains one after the other, in order: %s', (_, places) => {
    const first = request(emptyQueue, { kind: 'train', runs: ['a', 'b', 'c'] }, places)
    expect(first.commands).toEqual([{ kind: 'train', run: 'a' }])
    expect(first.queue).toEqual(queueOf({ a: 'starting' }, ['b', 'c']))
    const second = hear(hear(first.queue, running('a'), places).queue, stopped('a'), places)
    expect(second.commands).toEqual([{ kind: 'train', run: 'b' }])
    expect(second.queue.waiting).toEqual(['c'])
    const last = hear(hear(second.queue, failed('b'), places).queue, stopped('c'), places)
    expect(last).toEqual({ queue: emptyQueue, commands: [] })
  })

  it('adds to the end while something trains, and never the same run twice', () => {
    const before = queueOf({ a: 'running' }, ['b'])
    const { queue, commands } = request(before, { kind: 'train', runs: ['a', 'b', 'c'] }, one)
    expect(queue.waiting).toEqual(['b', 'c'])
    expect(commands).toEqual([])
  })

  it('pauses, steps and goes on', () => {
    const pausing = request(queueOf({ a: 'running' }), { kind: 'pause' }, one)
    expect(pausing.commands).toEqual([{ kind: 'pause', run: 'a' }])
    const still = hear(pausing.queue, paused('a'), one).queue
    const step = request(still, { kind: 'step', runs: [] }, one)
    expect(step.commands).toEqual([{ kind: 'step', run: 'a' }])
    const again = hear(hear(step.queue, running('a'), one).queue, paused('a'), one).queue
    expect(overall(again)).toBe('paused')
    const on = request(again, { kind: 'resume' }, one)
    expect(on).toEqual({ queue: queueOf({ a: 'running' }), commands: [{ kind: 'resume', run: 'a' }] })
  })

  it('begins with a single step and keeps the other models waiting', () => {
    const { queue, commands } = request(emptyQueue, { kind: 'step', runs: ['a', 'b'] }, one)
    expect(commands).toEqual([{ kind: 'step', run: 'a' }])
    expect(hear(queue, paused('a'), one).queue).toEqual(queueOf({ a: 'paused' }, ['b'], true))
  })

  it('dropping one model goes on with the next; stop all ends the queue', () => {
    const before = queueOf({ a: 'running' }, ['b'])
    const dropped = request(before, { kind: 'drop', run: 'a' }, one)
    expect(dropped.commands).toEqual([{ kind: 'stop', run: 'a' }])
    expect(hear(dropped.queue, stopped('a'), one).commands).toEqual([{ kind: 'train', run: 'b' }])
    const all = request(before, { kind: 'stop-all' }, one)
    expect(hear(all.queue, stopped('a'), one)).toEqual({ queue: emptyQueue, commands: [] })
  })

  it('dropping the only paused model goes on with the next', () => {
    const dropped = request(queueOf({ a: 'paused' }, ['b'], true), { kind: 'drop', run: 'a' }, one)
    expect(hear(dropped.queue, stopped('a'), one).commands).toEqual([{ kind: 'train', run: 'b' }])
  })

  it('a pause that was asked for and a stop that follows end in a stop', () => {
    const pausing = request(queueOf({ a: 'running' }), { kind: 'pause' }, one).queue
    const stopping = request(pausing, { kind: 'stop-all' }, one)
    expect(stopping.commands).toEqual([{ kind: 'stop', run: 'a' }])
    expect(overall(hear(stopping.queue, paused('a'), one).queue)).toBe('stopping')
    expect(request(stopping.queue, { kind: 'stop-all' }, one).commands).toEqual([])
  })

  it('does not listen to late words of a run that is over', () => {
    expect(hear(queueOf({ a: 'running' }, ['b']), stopped('z'), one).commands).toEqual([])
    expect(hear(emptyQueue, stopped('a'), one)).toEqual({ queue: emptyQueue, commands: [] })
  })
})

describe('the queue of runs with several places', () => {
  it('trains side by side on the processor, and fills a place that falls vacant', () => {
    const first = request(emptyQueue, { kind: 'train', runs: ['a', 'b', 'c'] }, two)
    expect(first.commands.map(({ run }) => run)).toEqual(['a', 'b'])
    const next = hear(first.queue, stopped('a'), two)
    expect(next).toEqual({
      queue: queueOf({ b: 'starting', c: 'starting' }),
      commands: [{ kind: 'train', run: 'c' }],
    })
  })

  it('a run on the GPU waits for the others and has the machine for itself', () => {
    const mixed: Places = { count: 3, alone: (run) => run === 'b' }
    const first = request(emptyQueue, { kind: 'train', runs: ['a', 'b', 'c'] }, mixed)
    expect(first.commands.map(({ run }) => run)).toEqual(['a'])
    const second = hear(first.queue, stopped('a'), mixed)
    expect(second.commands.map(({ run }) => run)).toEqual(['b'])
    expect(hear(second.queue, stopped('b'), mixed).commands.map(({ run }) => run)).toEqual(['c'])
  })

  it('starts the next when a run turns out to train on the processor', () => {
    const { queue } = request(emptyQueue, { kind: 'train', runs: ['a', 'b'] }, gpu)
    expect(hear(queue, device('a'), two).commands).toEqual([{ kind: 'train', run: 'b' }])
  })

  it('pauses all and goes on with all; nobody new begins in between', () => {
    const pausing = request(queueOf({ a: 'running', b: 'starting' }, ['c']), { kind: 'pause' }, two)
    expect(pausing.commands.map(({ kind, run }) => `${kind} ${run}`)).toEqual(['pause a', 'pause b'])
    // a finished before the pause reached it
    const still = hear(hear(pausing.queue, stopped('a'), two).queue, paused('b'), two)
    expect(still).toEqual({ queue: queueOf({ b: 'paused' }, ['c'], true), commands: [] })
    const on = request(still.queue, { kind: 'resume' }, two)
    expect(on.commands.map(({ kind, run }) => `${kind} ${run}`)).toEqual(['resume b', 'train c'])
  })

  it('a pause that found all runs finished leaves the others waiting for Resume', () => {
    const pausing = request(queueOf({ a: 'running' }, ['b']), { kind: 'pause' }, two).queue
    const { queue } = hear(pausing, stopped('a'), two)
    expect(overall(queue)).toBe('paused')
    expect(request(queue, { kind: 'resume' }, two).commands).toEqual([{ kind: 'train', run: 'b' }])
    expect(request(queue, { kind: 'stop-all' }, two).queue).toMatchObject({ active: [], waiting: [] })
    expect(request(queue, { kind: 'drop', run: 'b' }, two).queue).toEqual(emptyQueue)
  })

  it('pauses one and lets the other train', () => {
    const { queue, commands } = request(
      queueOf({ a: 'running', b: 'running' }, ['c']),
      { kind: 'pause', run: 'a' },
      two,
    )
    expect(commands).toEqual([{ kind: 'pause', run: 'a' }])
    const still = hear(queue, paused('a'), two).queue
    expect(still).toEqual(queueOf({ a: 'paused', b: 'running' }, ['c']))
    const on = request(still, { kind: 'resume', run: 'a' }, two)
    expect(on.commands).toEqual([{ kind: 'resume', run: 'a' }])
  })

  it('steps all that are paused', () => {
    const { commands } = request(queueOf({ a: 'paused', b: 'paused' }, ['c'], true), { kind: 'step', runs: [] }, two)
    expect(commands.map(({ kind, run }) => `${kind} ${run}`)).toEqual(['step a', 'step b'])
  })

  it.each<[ActiveState | null, Queue]>([
    [null, emptyQueue],
    ['paused', queueOf({ a: 'paused', b: 'paused' }, [], true)],
    ['running', queueOf({ a: 'paused', b: 'running' })],
    ['pausing', queueOf({ a: 'paused', b: 'pausing' }, [], true)],
    ['stepping', queueOf({ a: 'paused', b: 'stepping' }, [], true)],
    ['running', queueOf({ a: 'stopping', b: 'running' })],
    ['stopping', queueOf({ a: 'stopping', b: 'stopping' })],
  ])('as a whole it is: %s', (state, queue) => {
    expect(overall(queue)).toBe(state)
  })
})

it('whatever happens: places are kept, no run stands twice, nobody waits for nothing', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const names = fc.array(name, { maxLength: 4 })
  const asked: fc.Arbitrary<QueueRequest> = fc.oneof(
    fc.record({ kind: fc.constantFrom('train' as const, 'step' as const), runs: names }),
    fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'stop-all' as const) }),
    fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'drop' as const), run: name }),
  )
  const said = fc.oneof(...[stopped, failed, running, paused, device].map((message) => name.map(message)))
  const event = fc.oneof(
    asked.map((request) => ({ request })),
    said.map((message) => ({ message })),
  )
  const arbitraryPlaces = fc.record({
    count: fc.integer({ min: 1, max: 3 }),
    gpu: fc.subarray(['a', 'b', 'c', 'd']),
  })
  fc.assert(
    fc.property(arbitraryPlaces, fc.array(event, { maxLength: 40 }), ({ count, gpu }, events) => {
      const places: Places = { count, alone: (run) => gpu.includes(run) }
      let queue = emptyQueue
      for (const event of events) {
        const before = queue
        const outcome = 'message' in event ? hear(queue, event.message, places) : request(queue, event.request, places)
        queue = outcome.queue
        const active = queue.active.map(({ run }) => run)
        expect(new Set([...active, ...queue.waiting]).size).toBe(active.length + queue.waiting.length)
        expect(active.length).toBeLessThanOrEqual(count)
        if (active.some(places.alone)) expect(active).toHaveLength(1)
        // Who waits does so because somebody else is at it, or because the user holds them back.
        if (queue.waiting.length && !queue.held) expect(active.length).toBeGreaterThan(0)
        for (const { kind, run } of outcome.commands) {
          expect(active).toContain(run)
          const isNew = !before.active.some((one) => one.run === run)
          expect(isNew).toBe(kind === 'train' || (kind === 'step' && before.active.length === 0))
        }
      }
    }),
  )
})
