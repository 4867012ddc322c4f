import { describe, expect, it } from 'vitest'
import {
  SPEC_VERSION,
  defaultModel,
  defaultSplit,
  defaultText,
  defaultTraining,
} from '../../../../shared/contract/spec.ts'
import type { Run } from '../../../../shared/contract/experiment.ts'
import type { FromTrainer } from '../../../../shared/contract/trainer.ts'
import {
  addEpoch,
  follow,
  noProgress,
  present,
  secondsLeft,
  shareDone,
} from '../../../../renderer/stores/run-progress.ts'

const run: Run = {
  id: 'run-a',
  experimentId: 'experiment-a',
  spec: {
    version: SPEC_VERSION,
    data: 'a'.repeat(64),
    text: defaultText,
    split: defaultSplit,
    training: { ...defaultTraining, epochs: 4 },
    seed: 1,
    model: defaultModel('rnn'),
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
}
const epoch = (number: number) => ({
  epoch: number,
  step: number * 10,
  trainLoss: 1,
  trainAccuracy: 0.5,
  validationLoss: 1,
  validationAccuracy: 0.5,
  seconds: 1,
})
const metrics = (step: number): FromTrainer => ({
  kind: 'metrics',
  run: 'run-a',
  columns: ['step'],
  values: Float64Array.of(step),
  step,
  stepsPerEpoch: 10,
  stepsPerSecond: 5,
  tensors: 3,
  bytes: 99,
})
const after = (...messages: FromTrainer[]) => messages.reduce(follow, noProgress)

describe('the progress of a run', () => {
  it('follows the trainer from starting to the test result', () => {
    const test = { epoch: 2, loss: 0.3, accuracy: 0.9, confusion: [[1]] }
    const news = after(
      { kind: 'starting', run: 'run-a', phase: 'data' },
      { kind: 'running', run: 'run-a' },
      metrics(5),
      { kind: 'epoch', run: 'run-a', record: epoch(1), decay: null },
      { kind: 'finished', run: 'run-a', test, decay: null, early: true },
    )
    expect(news).toMatchObject({ status: 'finished', phase: null, step: 10, early: true, test, memory: { tensors: 3 } })
    expect(present(run, news)).toMatchObject({ status: 'finished', test, epochs: [{ epoch: 1 }] })
  })

  it('knows the time left from the rate, and nothing before the first step', () => {
    expect(secondsLeft(run, after({ kind: 'running', run: 'run-a' }))).toBeNull()
    expect(secondsLeft(run, after(metrics(15)))).toBe((4 * 10 - 15) / 5)
  })

  it('knows the share that is done, live or from what was saved', () => {
    expect(shareDone(run, undefined)).toBe(0)
    expect(shareDone(run, after(metrics(20)))).toBe(0.5)
    expect(shareDone({ ...run, step: 25, epochs: [epoch(1), epoch(2)] }, undefined)).toBeCloseTo(2.5 / 4, 12)
    expect(shareDone({ ...run, status: 'finished' }, undefined)).toBe(1)
  })

  it('keeps the divergence with its step, and forgets it when the run goes on', () => {
    const diverged = after({ kind: 'diverged', run: 'run-a', step: 7, epoch: 1, what: 'loss', message: 'm' })
    expect(present(run, diverged)).toMatchObject({
      status: 'diverged',
      divergence: { step: 7, what: 'loss', message: 'm' },
    })
    expect(follow(diverged, { kind: 'running', run: 'run-a' }).divergence).toBeNull()
  })

  it('an epoch that comes again after a resume replaces itself and what followed', () => {
    expect(addEpoch([epoch(1), epoch(2), epoch(3)], epoch(2)).map(({ epoch }) => epoch)).toEqual([1, 2])
  })

  it('a message that is about something else leaves it as it is', () => {
    const news = after(metrics(1))
    expect(follow(news, { kind: 'prediction-failed', run: 'run-a', request: 1, message: '' })).toBe(news)
  })
})
