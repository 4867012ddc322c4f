import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { outcomeOf, shareOf } from '../../../electron/shell/training-progress.ts'
import { watchTraining } from '../../../electron/shell/training-watch.ts'
import type { ChangeEvent } from '../../../shared/contract/events.ts'
import type { EpochRecord, Run, RunStatus } from '../../../shared/contract/experiment.ts'

const blocker = vi.hoisted(() => ({ start: vi.fn(() => 7), stop: vi.fn() }))
vi.mock('electron', () => ({ powerSaveBlocker: blocker }))

const epochs = (accuracies: number[]) =>
  accuracies.map((validationAccuracy, at) => ({ epoch: at + 1, validationAccuracy }) as EpochRecord)
const run = (name: string, status: RunStatus, accuracies: number[] = [], planned = 10) =>
  ({ status, epochs: epochs(accuracies), spec: { model: { name }, training: { epochs: planned } } }) as Run

describe('how far a sitting is', () => {
  it('is the mean share of the epochs, and runs that ended early count in full', () => {
    expect(shareOf([])).toBe(0)
    expect(shareOf([run('A', 'running', [0.5, 0.6, 0.7])])).toBeCloseTo(0.3, 12)
    expect(shareOf([run('A', 'finished', [0.5]), run('B', 'running', [0.5, 0.5])])).toBeCloseTo(0.6, 12)
  })

  it('is told at the end by the best accuracy of each, or by what went wrong', () => {
    expect(
      outcomeOf([
        run('LSTM', 'finished', [0.8, 0.972, 0.95]),
        run('RNN', 'diverged', [0.6]),
        run('ANN', 'stopped'),
        run('GRU', 'failed'),
      ]),
    ).toBe('LSTM: 97.2 %, RNN: diverged, ANN: stopped, GRU: failed')
  })
})

describe('the watch over training', () => {
  let hear: (event: ChangeEvent) => void
  const stored = new Map<string, Run>()
  const progress = vi.fn()
  const ended = vi.fn()
  const say = (id: string, now: Run | null) => {
    if (now) stored.set(id, now)
    else stored.delete(id)
    hear({ kind: 'run', id, experimentId: 'experiment-1' })
  }
  let watch: ReturnType<typeof watchTraining>

  beforeEach(() => {
    vi.useFakeTimers()
    vi.clearAllMocks()
    stored.clear()
    const services = {
      events: {
        subscribe(listener: (event: ChangeEvent) => void) {
          hear = listener
          return () => {}
        },
      },
      runs: {
        read(id: string) {
          const found = stored.get(id)
          if (!found) throw new Error('no such run')
          return found
        },
      },
    } as unknown as Parameters<typeof watchTraining>[0]
    watch = watchTraining(services, { progress, ended })
  })
  afterEach(() => {
    watch.stop()
    vi.useRealTimers()
  })

  it('takes runs that follow each other for one sitting, and tells its end once, without the wait', async () => {
    say('a', run('A', 'running'))
    await vi.advanceTimersByTimeAsync(30_000)
    say('a', run('A', 'running', [0.5, 0.5, 0.5, 0.5, 0.5]))
    expect(progress).toHaveBeenLastCalledWith(0.5)
    say('a', run('A', 'finished', [0.9]))
    await vi.advanceTimersByTimeAsync(4000)
    say('b', run('B', 'running'))
    expect(progress).toHaveBeenLastCalledWith(0.5)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ended).not.toHaveBeenCalled()
    say('b', run('B', 'finished', [0.8]))
    await vi.advanceTimersByTimeAsync(5000)
    expect(progress).toHaveBeenLastCalledWith(null)
    expect(ended).toHaveBeenCalledTimes(1)
    const [runs, milliseconds] = ended.mock.calls[0] as [Run[], number]
    expect(outcomeOf(runs)).toBe('A: 90.0 %, B: 80.0 %')
    expect(outcomeOf(runs, undefined, 'de')).toBe('A: 90,0 %, B: 80,0 %')
    expect(milliseconds).toBeCloseTo(44_000, 0)
  })

  it('does not take a pause for an end, nor what others do to a run', async () => {
    say('a', run('A', 'stopped'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ended).not.toHaveBeenCalled()
    say('a', run('A', 'running'))
    say('a', run('A', 'paused'))
    expect(watch.active).toBe(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ended).not.toHaveBeenCalled()
    say('a', run('A', 'running'))
    say('a', run('A', 'finished', [0.7]))
    await vi.advanceTimersByTimeAsync(5000)
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('keeps the machine awake while something trains, and lets it sleep when a run is deleted', () => {
    say('a', run('A', 'running'))
    say('b', run('B', 'running'))
    expect(blocker.start).toHaveBeenCalledTimes(1)
    say('a', run('A', 'finished'))
    expect(blocker.stop).not.toHaveBeenCalled()
    say('b', null)
    expect(blocker.stop).toHaveBeenCalledWith(7)
    expect(watch.active).toBe(false)
  })
})
