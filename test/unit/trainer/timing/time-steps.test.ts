import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { beforeAll, describe, expect, it } from 'vitest'
import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../../../shared/contract/spec.ts'
import { registerCpuKernels } from '../../../../shared/engine/kernels/cpu/register.ts'
import { madeUpPart, typicalLengths } from '../../../../renderer/trainer/timing/timed-model.ts'
import type { TimedModel } from '../../../../renderer/trainer/timing/timed-model.ts'
import { timeSteps } from '../../../../renderer/trainer/timing/time-steps.ts'

const timedModel = (cell: 'lstm' | 'ann-mean'): TimedModel => ({
  spec: {
    ...{ version: 1, data: '0'.repeat(64), text: { ...defaultText, maxLength: 6 }, split: defaultSplit, seed: 1 },
    training: { ...defaultTraining, batchSize: 4 },
    model: { ...defaultModel(cell), hidden: 3, input: { kind: 'embedding', size: 2 } },
  },
  vocabularySize: 20,
  classes: 2,
  lengths: [1, 3, 6, 6],
})

beforeAll(async () => {
  registerCpuKernels()
  await tf.setBackend('cpu')
})

describe('timing training steps', () => {
  it.each(['lstm', 'ann-mean'] as const)(
    'gives the first step and one after it, and leaves no tensor: %s',
    async (cell) => {
      const before = tf.memory().numTensors
      const { first, step, ended } = await timeSteps(timedModel(cell), null)
      expect(first).toBeGreaterThan(0)
      expect(step).toBeGreaterThan(0)
      expect(ended).toBeNull()
      expect(tf.memory().numTensors).toBe(before)
    },
  )

  it('stops after one step that takes longer than the limit', async () => {
    const before = tf.memory().numTensors
    expect(await timeSteps(timedModel('lstm'), 0)).toMatchObject({ ended: 'too-slow' })
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('sentences to time with', () => {
  it('have lengths spread like those of the data set, cut to what the model reads', () => {
    const histogram = [
      { upTo: 5, rows: 50 },
      { upTo: 10, rows: 25 },
      { upTo: 80, rows: 25 },
    ]
    expect(typicalLengths(histogram, 8, 40)).toEqual([5, 5, 5, 5, 10, 10, 40, 40])
    expect(typicalLengths([], 2, 7)).toEqual([7, 7])
  })

  it('have words of the vocabulary, a few of them very often', () => {
    const model = { ...timedModel('lstm'), vocabularySize: 1000, lengths: Array.from({ length: 200 }, () => 20) }
    const { ids, offsets, labels } = madeUpPart(model)
    expect([ids.length, offsets[200], labels.length]).toEqual([4000, 4000, 200])
    expect(Math.min(...ids)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...ids)).toBeLessThan(1000)
    const share = ids.filter((id) => id < 12).length / ids.length
    expect(share).toBeGreaterThan(0.25) // ln 11 / ln 998 = 0.35 of all words
    expect(share).toBeLessThan(0.45)
  })
})
