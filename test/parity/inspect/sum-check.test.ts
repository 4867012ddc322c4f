import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { registerCpuKernels } from '../../../shared/engine/kernels/cpu/register.ts'
import { initialiseWasm } from '../../../shared/engine/kernels/wasm/register.ts'
import { backwardTrace } from '../../../shared/engine/inspect/backward-trace.ts'
import { openModel } from '../../../shared/engine/inspect/model.ts'
import { checkSums, sumTolerance } from '../../../shared/engine/inspect/sum-check.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { gradientOfOne } from '../../../shared/engine/training/gradient-of-one.ts'
import type { SafeTensor } from '../../../shared/engine/training/safetensors.ts'
import { livelyWeights } from '../cells/examples.ts'
import { randomExample } from '../../unit/inspect/random-models.ts'
import type { ModelOptions } from '../../unit/inspect/random-models.ts'

const models: ModelOptions[] = [
  ...(['rnn', 'lstm', 'gru'] as const).flatMap((cell): ModelOptions[] => [
    { cell, hidden: 16, size: 12, length: 20 },
    { cell, oneHot: true },
    { cell, layers: 2, bidirectional: true, pooling: 'mean' },
  ]),
  { cell: 'lstm', peephole: true, layers: 2 },
  { cell: 'ann', layers: 2 },
  { cell: 'ann', oneHot: true },
  { cell: 'ann-mean' },
]

beforeAll(async () => {
  registerCpuKernels()
  await initialiseWasm(null, null)
  await tf.setBackend('wasm')
  tf.engine().startScope()
})
afterAll(() => tf.engine().endScope())

/** The question that the page asks the trainer, on the device that answers it there. */
async function asked(options: ModelOptions, seed: number) {
  const { spec, dims, padding, ids, label } = randomExample(options, seed)
  const model = createModel(spec, dims)
  const weights = livelyWeights(model, seed)
  const before = tf.memory().numTensors
  const answer = await gradientOfOne(model, weights, { ids, label, padding })
  const tensors = Object.entries(weights).map(([name, tensor]): [string, SafeTensor] => [
    name,
    { dtype: 'F32', shape: tensor.shape, data: tensor.dataSync() as Float32Array },
  ])
  const laidOpen = openModel({ tensors: Object.fromEntries(tensors), metadata: {} }, { spec, dims, padding })
  return { answer, leaked: tf.memory().numTensors - before, back: backwardTrace(trace(laidOpen, ids), { label }) }
}

describe.each(models.map((options): [string, ModelOptions] => [JSON.stringify(options), options]))(
  '%s',
  (_, options) => {
    it.each([11, 12, 13])('the contributions add up to the gradient of a training step (seed %i)', async (seed) => {
      const { answer, leaked, back } = await asked(options, seed)
      expect(leaked).toBe(0)
      expect(answer.loss).toBeCloseTo(back.loss, 5)
      const checks = checkSums(back.gradients, answer.gradients)
      expect(checks.map(({ parameter }) => parameter)).toEqual(back.gradients.map(({ parameter }) => parameter))
      for (const { parameter, error, agrees, sum, trained } of checks) {
        expect(error, parameter).toBeLessThanOrEqual(sumTolerance)
        expect(agrees, parameter).toBe(true)
        expect(sum, parameter).toBeCloseTo(trained, 5)
      }
    })
  },
)

describe('a trainer that is wrong', () => {
  it('is found out, parameter by parameter, however few the rows', async () => {
    const { answer, back } = await asked({ cell: 'lstm' }, 3)
    const wrong = answer.gradients.map((one) =>
      one.parameter === 'lstm1.U' || one.parameter === 'embedding'
        ? { ...one, values: one.values.map((value) => 1.01 * value) }
        : one,
    )
    const failing = checkSums(back.gradients, wrong).filter(({ agrees }) => !agrees)
    expect(failing.map(({ parameter }) => parameter)).toEqual(['embedding', 'lstm1.U'])
    for (const { error } of failing) expect(error).toBeCloseTo(0.01 / 1.01, 4)
  })
})
