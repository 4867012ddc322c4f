import { describe, expect, it } from 'vitest'
import type { Run, RunStatus } from '../../../../shared/contract/experiment.ts'
import {
  SPEC_VERSION,
  defaultModel,
  defaultSplit,
  defaultText,
  defaultTraining,
} from '../../../../shared/contract/spec.ts'
import { noProgress } from '../../../../renderer/stores/run-progress.ts'
import { deviceWords } from '../../../../renderer/views/train/runs/device-words.ts'
import { runNumbers, runState } from '../../../../renderer/views/train/runs/run-words.ts'
import { trainLabel, trainObstacle, trainable } from '../../../../renderer/views/train/trainable.ts'

const epoch = (number: number) => ({
  epoch: number,
  step: number * 10,
  trainLoss: 1,
  trainAccuracy: 0.5,
  validationLoss: 1,
  validationAccuracy: 0.5 + number / 100,
  seconds: 1,
})
const run = (status: RunStatus, changes: Partial<Run> = {}): Run => ({
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
  status,
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
  ...changes,
})
const news = { ...noProgress, step: 25, stepsPerEpoch: 10, stepsPerSecond: 5 }

describe('where a run stands, in words', () => {
  it('names the epoch while it trains, and what takes time before the first step', () => {
    expect(runState(run('running', { epochs: [epoch(1), epoch(2)] }), 'running', news)).toBe('Training, epoch 3 of 4')
    expect(runState(run('running'), 'starting', { ...news, phase: 'data' })).toBe('Starting: reading the data')
    expect(runState(run('waiting'), 'queued', undefined)).toBe('Waiting for its turn')
  })

  it('says from which step a stopped run goes on', () => {
    expect(runState(run('stopped', { step: 205, checkpoints: { last: 164, best: 164 } }), null, undefined)).toBe(
      'Stopped at step 205, goes on from 164',
    )
    expect(runState(run('stopped', { step: 164, checkpoints: { last: 164, best: 164 } }), null, undefined)).toBe(
      'Stopped at step 164, can go on',
    )
    expect(runState(run('stopped', { step: 7 }), null, undefined)).toBe('Stopped at step 7, begins again')
  })

  it('tells an early end from a full one, and the step of a divergence', () => {
    expect(runState(run('finished', { epochs: [epoch(1)] }), null, undefined)).toBe(
      'Finished early, after 1 of 4 epochs',
    )
    expect(runState(run('finished', { epochs: [1, 2, 3, 4].map(epoch) }), null, undefined)).toBe('Finished, 4 epochs')
    const divergence = { step: 1234, epoch: 2, what: 'loss', message: '' }
    expect(runState(run('diverged', { divergence }), null, undefined)).toBe('Diverged at step 1,234')
  })

  it('gives rate and time left while it trains, results afterwards', () => {
    expect(runNumbers(run('running', { epochs: [epoch(1)] }), true, news)).toBe(
      'step 25 · 5 steps/s · at most 3.0 s left · best 51.0 %',
    )
    const test = { epoch: 1, accuracy: 0.75, loss: 1, confusion: [] }
    expect(runNumbers(run('finished', { epochs: [epoch(1)], test }), false, undefined)).toBe(
      'best 51.0 % · test 75.0 %',
    )
    expect(runNumbers(run('waiting'), false, undefined)).toBe('')
  })
})

describe('the primary button', () => {
  it('trains what is not finished, and never a diverged run', () => {
    const all = (['waiting', 'running', 'paused', 'stopped', 'finished', 'diverged', 'failed'] as const).map((status) =>
      run(status),
    )
    expect(trainable(all).map(({ status }) => status)).toEqual(['waiting', 'paused', 'stopped', 'failed'])
  })

  it('says what it will do', () => {
    expect(trainLabel([run('waiting')], false)).toBe('Train')
    expect(trainLabel([run('stopped', { step: 5 }), run('waiting')], false)).toBe('Go on training')
    expect(trainLabel([run('finished')], true)).toBe('Train as new comparison')
  })

  it('says why it cannot be pressed', () => {
    expect(trainObstacle([run('waiting')], false, [])).toBeNull()
    expect(trainObstacle([run('waiting')], false, ['Add at least one model.'])).toBe('Add at least one model.')
    expect(trainObstacle([run('finished')], false, [])).toContain('All models')
    expect(trainObstacle([run('finished')], true, [])).toBeNull()
    expect(trainObstacle([run('finished'), run('diverged')], false, [])).toContain('diverged')
    expect(trainObstacle([], false, [])).toContain('no models left')
  })
})

describe('the device in words', () => {
  const webgl = { device: 'webgl' as const, renderer: null, software: false, float32: true }

  it('names the GPU without the driver around it', () => {
    const renderer = 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)'
    expect(deviceWords({ ...webgl, renderer })).toEqual({ name: 'GPU: NVIDIA GeForce RTX 3060', note: null })
    expect(deviceWords({ ...webgl, renderer: 'Mali-G78' }).name).toBe('GPU: Mali-G78')
  })

  it('warns of a GPU in software and of half precision', () => {
    expect(deviceWords({ ...webgl, software: true }).note).toContain('imitates')
    expect(deviceWords({ ...webgl, float32: false }).note).toContain('16-bit')
    expect(deviceWords({ ...webgl, device: 'cpu' })).toEqual({ name: 'Processor (JavaScript)', note: null })
  })
})
