import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FromTrainer } from '../../../../shared/contract/trainer.ts'
import { emptyQueue, hear, request, toTrainer } from '../../../../renderer/stores/training-queue.ts'
import type { Queue, QueueRequest } from '../../../../renderer/stores/training-queue.ts'

const stopped = (run: string): FromTrainer => ({ kind: 'stopped', run, step: 1 })
const failed = (run: string): FromTrainer => ({ kind: 'failed', run, message: 'x' })
const running = (run: string): FromTrainer => ({ kind: 'running', run })
const paused = (run: string): FromTrainer => ({ kind: 'paused', run, step: 1 })
const training = (waiting: string[] = []): Queue => ({ active: { run: 'a', state: 'running' }, waiting })

describe('the queue of runs', () => {
  it('trains one after the other, in order', () => {
    const first = request(emptyQueue, { kind: 'train', runs: ['a', 'b', 'c'] })
    expect(first.commands).toEqual([{ kind: 'train', run: 'a' }])
    expect(first.queue).toEqual({ active: { run: 'a', state: 'starting' }, waiting: ['b', 'c'] })
    const second = hear(hear(first.queue, running('a')).queue, stopped('a'))
    expect(second.commands).toEqual([{ kind: 'train', run: 'b' }])
    expect(second.queue.waiting).toEqual(['c'])
    const last = hear(hear(second.queue, failed('b')).queue, stopped('c'))
    expect(last).toEqual({ queue: emptyQueue, commands: [] })
  })

  it('adds to the end while something trains, and never the same run twice', () => {
    const { queue, commands } = request(training(['b']), { kind: 'train', runs: ['a', 'b', 'c'] })
    expect(queue.waiting).toEqual(['b', 'c'])
    expect(commands).toEqual([])
  })

  it('pauses, steps and goes on', () => {
    const pausing = request(training(), { kind: 'pause' })
    expect(pausing.commands).toEqual([{ kind: 'pause', run: 'a' }])
    const still = hear(pausing.queue, paused('a')).queue
    const step = request(still, { kind: 'step', runs: [] })
    expect(step.commands).toEqual([{ kind: 'step', run: 'a' }])
    const again = hear(hear(step.queue, running('a')).queue, paused('a')).queue
    expect(again.active?.state).toBe('paused')
    expect(request(again, { kind: 'resume' })).toEqual({ queue: training(), commands: [{ kind: 'resume', run: 'a' }] })
  })

  it('begins with a single step and keeps the other models waiting', () => {
    const { queue, commands } = request(emptyQueue, { kind: 'step', runs: ['a', 'b'] })
    expect(commands).toEqual([{ kind: 'step', run: 'a' }])
    expect(hear(queue, paused('a')).queue).toEqual({ active: { run: 'a', state: 'paused' }, waiting: ['b'] })
  })

  it('stop ends one model and goes on with the next; stop all ends the queue', () => {
    const one = request(training(['b']), { kind: 'stop' })
    expect(one.commands).toEqual([{ kind: 'stop', run: 'a' }])
    expect(hear(one.queue, stopped('a')).commands).toEqual([{ kind: 'train', run: 'b' }])
    const all = request(training(['b']), { kind: 'stop-all' })
    expect(hear(all.queue, stopped('a'))).toEqual({ queue: emptyQueue, commands: [] })
  })

  it('a pause that was asked for and a stop that follows end in a stop', () => {
    const pausing = request(training(), { kind: 'pause' }).queue
    const stopping = request(pausing, { kind: 'stop' })
    expect(stopping.commands).toEqual([{ kind: 'stop', run: 'a' }])
    expect(hear(stopping.queue, paused('a')).queue.active?.state).toBe('stopping')
    expect(request(stopping.queue, { kind: 'stop' }).commands).toEqual([])
  })

  it('a dropped run leaves the queue, or stops when it is the active one', () => {
    expect(request(training(['b', 'c']), { kind: 'drop', run: 'b' }).queue.waiting).toEqual(['c'])
    expect(request(training(['b']), { kind: 'drop', run: 'a' }).commands).toEqual([{ kind: 'stop', run: 'a' }])
  })

  it('does not listen to late words of a run that is over', () => {
    expect(hear(training(['b']), stopped('z')).commands).toEqual([])
    expect(hear(emptyQueue, stopped('a'))).toEqual({ queue: emptyQueue, commands: [] })
  })

  it('whatever happens: at most one active run, no run twice, and every start names a device', () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const names = fc.array(name, { maxLength: 4 })
    const asked: fc.Arbitrary<QueueRequest> = fc.oneof(
      fc.record({ kind: fc.constantFrom('train' as const, 'step' as const), runs: names }),
      fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'stop' as const, 'stop-all' as const) }),
      fc.record({ kind: fc.constant('drop' as const), run: name }),
    )
    const said = fc.oneof(...[stopped, failed, running, paused].map((message) => name.map(message)))
    fc.assert(
      fc.property(fc.array(fc.oneof(asked, said), { maxLength: 40 }), (events) => {
        let queue = emptyQueue
        for (const event of events) {
          const outcome =
            'run' in event && event.kind !== 'drop' ? hear(queue, event) : request(queue, event as QueueRequest)
          queue = outcome.queue
          const all = [...(queue.active ? [queue.active.run] : []), ...queue.waiting]
          expect(new Set(all).size).toBe(all.length)
          if (queue.waiting.length) expect(queue.active).not.toBeNull()
          for (const command of outcome.commands) {
            expect(command.run).toBe(queue.active?.run)
            const message = toTrainer(command, 'cpu')
            expect('device' in message).toBe(message.kind === 'train' || message.kind === 'step')
          }
        }
      }),
    )
  })
})
