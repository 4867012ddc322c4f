import { describe, expect, it } from 'vitest'
import { noProgress } from '../../../../renderer/stores/run-progress.ts'
import type { RunProgress } from '../../../../renderer/stores/run-progress.ts'
import { trainersUse, trainingActivity } from '../../../../renderer/stores/training-status.ts'
import type { RunInTraining } from '../../../../renderer/stores/training-status.ts'
import type { Run } from '../../../../shared/contract/experiment.ts'
import { defaultModel, defaultTraining } from '../../../../shared/contract/spec.ts'

const inTraining = (name: string, news: Partial<RunProgress>, state: RunInTraining['state'] = 'running') => {
  const spec = { model: { ...defaultModel('rnn'), name }, training: { ...defaultTraining, epochs: 10 } }
  const run = { id: name, status: 'running', spec, step: 0, epochs: [] } as unknown as Run
  return { run, state, news: { ...noProgress, ...news } }
}
const at = (step: number) => ({ step, stepsPerEpoch: 100, stepsPerSecond: 50, memory: { tensors: 20, bytes: 1000 } })

describe('the status bar during training', () => {
  it('names model and epoch of a single run', () => {
    expect(trainingActivity([inTraining('RNN', at(250))])).toEqual({ text: 'Training RNN, epoch 3 of 10', share: 0.25 })
    expect(trainingActivity([inTraining('RNN', { phase: 'data' })]).text).toBe('Starting RNN, epoch 1 of 10')
    expect(trainingActivity([inTraining('RNN', at(1000), 'paused')]).text).toBe('Paused: RNN, epoch 10 of 10')
  })

  it('names the models that train side by side, with the mean of what is done', () => {
    const runs = [inTraining('ANN', at(500)), inTraining('RNN', at(250)), inTraining('LSTM', { phase: 'model' })]
    expect(trainingActivity(runs)).toEqual({ text: 'Training ANN, RNN and LSTM', share: 0.25 })
    expect(trainingActivity([...runs, inTraining('GRU', {})]).text).toBe('Training 4 models')
  })

  it('adds up what the trainers use', () => {
    const runs = [inTraining('ANN', at(500)), inTraining('RNN', at(250)), inTraining('LSTM', { phase: 'model' })]
    expect(trainersUse(runs)).toEqual({ model: 'ANN and RNN', stepsPerSecond: 100, tensors: 40, bytes: 2000 })
    expect(trainersUse([inTraining('LSTM', {})])).toBeNull()
  })

  it('says nothing when nothing trains', () => {
    expect(trainingActivity([])).toEqual({ text: '', share: null })
    expect(trainersUse([])).toBeNull()
  })
})
