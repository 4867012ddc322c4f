import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import type { ClampSpec } from '../../../shared/contract/clamps.ts'
import type { ModelSpec } from '../../../shared/contract/spec.ts'
import { lossOf } from '../../../shared/engine/cells/head.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { backwardTrace } from '../../../shared/engine/inspect/backward-trace.ts'
import { checkGradients } from '../../../shared/engine/inspect/gradient-check.ts'
import type { Intervention } from '../../../shared/engine/inspect/interventions.ts'
import { openModel } from '../../../shared/engine/inspect/model.ts'
import { checkSums, sumTolerance } from '../../../shared/engine/inspect/sum-check.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { initialiseWasm } from '../../../shared/engine/kernels/wasm/register.ts'
import { makeBatch } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf, targetsOf, toDevice } from '../../../shared/engine/training/device-batch.ts'
import { gradientOfOne } from '../../../shared/engine/training/gradient-of-one.ts'
import type { SafeTensor } from '../../../shared/engine/training/safetensors.ts'
import { randomExample } from '../../unit/inspect/random-models.ts'
import { smallSpec } from '../training/runs.ts'
import type { ModelOptions } from '../../unit/inspect/random-models.ts'
import { learnAutomaticGradients } from './automatic-gradients.ts'
import { livelyWeights, randomPart, relativeError, useCpu } from './examples.ts'

const clamp = (what: ClampSpec['what'], value: number, of: Partial<ClampSpec> = {}): ClampSpec => ({
  ...{ what, unit: 1, value, layer: 1, direction: 'forward', ...of },
})
const all = { unit: 'all' } as const

/** A clamp, and the same thing as the inspector's own intervention, which replaces a value instead of choosing weights. */
const cases: [ModelOptions, ClampSpec[]][] = [
  [{ cell: 'lstm' }, [clamp('f', 1, all)]],
  [{ cell: 'lstm', peephole: true, oneHot: true }, [clamp('f', 0), clamp('i', 0.25, all), clamp('o', 1)]],
  [{ cell: 'lstm', layers: 2, bidirectional: true }, [clamp('g', -0.5, { layer: 2, direction: 'reverse' })]],
  [{ cell: 'lstm' }, [clamp('c', 0.5), clamp('h', -0.3, { unit: 2 })]],
  [{ cell: 'gru' }, [clamp('z', 0.9, all), clamp('r', 0)]],
  [{ cell: 'gru', oneHot: true, pooling: 'mean' }, [clamp('n', 0.5), clamp('h', 0.4, { unit: 0 })]],
  [{ cell: 'rnn', layers: 2 }, [clamp('h', 1), clamp('h', -0.2, { layer: 2, unit: 0 })]],
  [{ cell: 'ann', layers: 2 }, [clamp('h', 0.3), clamp('h', 0, { layer: 2 })]],
  [{ cell: 'ann-mean', oneHot: true }, [clamp('h', -1)]],
]
const byHand = ({ what, unit, value, layer, direction }: ClampSpec, recurrent: boolean): Intervention => {
  const where = { layer, direction, value, units: unit === 'all' ? unit : [unit], words: 'all' as const }
  if (what === 'c' || (what === 'h' && recurrent)) return { kind: 'state', state: what, ...where }
  return what === 'h' ? { kind: 'state', state: 'h', ...where } : { kind: 'gate', gate: what, ...where }
}

beforeAll(async () => {
  await useCpu()
  await learnAutomaticGradients()
  await initialiseWasm(null, null)
})

describe.each(cases.map(([options, clamps]) => ({ title: JSON.stringify([options, clamps]), options, clamps })))(
  '$title',
  ({ options, clamps }) => {
    const example = randomExample({ hidden: 4, ...options }, 21)
    const { dims, padding, ids, label } = example
    const spec: ModelSpec = { ...example.spec, clamps }
    const free = example.spec

    it.each(['cpu', 'wasm'])('is what the inspector gets by holding the values (%s)', async (device) => {
      await tf.setBackend(device)
      const model = createModel(spec, dims)
      const weights = livelyWeights(model, 4)
      const answer = await gradientOfOne(model, weights, { ids, label, padding })
      // The other side's held weights are noise, and its model knows of no clamp: they must not matter.
      const noise = livelyWeights(createModel(free, dims), 4)
      const tensors = model.parameters.map(({ name, held }): [string, SafeTensor] => {
        const tensor = (held ? noise : weights)[name]
        const values = tensor.dataSync().slice() as Float32Array
        if (held) {
          const own = weights[name].dataSync()
          const width = tensor.shape[tensor.shape.length - 1]
          own.forEach((value, at) => {
            const isHeld = held.some(
              (one) => one.column === at % width && [null, Math.floor(at / width)].includes(one.row),
            )
            if (!isHeld) values[at] = value
          })
        }
        return [name, { dtype: 'F32', shape: tensor.shape, data: values }]
      })
      const laidOpen = openModel({ tensors: Object.fromEntries(tensors), metadata: {} }, { spec: free, dims, padding })
      const read = trace(
        laidOpen,
        ids,
        clamps.map((one) => byHand(one, model.layout === 'time-first')),
      )
      const back = backwardTrace(read, { label })
      expect(answer.loss).toBeCloseTo(back.loss, 5)
      for (const { parameter, error } of checkSums(back.gradients, answer.gradients))
        expect(error, parameter).toBeLessThanOrEqual(sumTolerance)
      // The same model with its own spec reads itself alike, and its visible gradient survives a check by differences.
      const own = trace(openModel({ tensors: Object.fromEntries(tensors), metadata: {} }, { spec, dims, padding }), ids)
      expect(own.logits[0]).toBeCloseTo(read.logits[0], 10)
      expect(checkGradients(own, { label, perParameter: 20 }).map(({ verdict }) => verdict)).not.toContain('wrong')
      tf.dispose([weights, noise])
    })
  },
)

describe('an LSTM whose forget gate is 1', () => {
  it('is c = c₋ + i g, forward and by automatic differentiation', async () => {
    await tf.setBackend('cpu')
    const spec = { ...smallSpec({ cell: 'lstm' }).model, clamps: [clamp('f', 1, all)] }
    const [V, T, B, H] = [9, 6, 3, spec.hidden]
    const model = createModel(spec, { vocabularySize: V, classes: 2, maxLength: T })
    const weights = livelyWeights(model, 3)
    const part = randomPart([6, 6, 6], { vocabularySize: V, classes: 2, seed: 1 })
    const batch = makeBatch(part, Int32Array.of(0, 1, 2), 0, batchShapeOf(spec, model.dims, { B, padding: 'after' }))
    const { logits, backward } = model.forward(weights, toDevice(batch, true), null)
    const { loss, dLogits } = lossOf(logits, targetsOf(batch, 2))
    const { gradients } = backward(dLogits)

    const byUnit = (z: tf.Tensor) => tf.unstack(tf.reshape(z, [B, H, 4]), 2) as tf.Tensor2D[]
    const oracle = (W: tf.Tensor, U: tf.Tensor, b: tf.Tensor): tf.Scalar => {
      let [h, c]: tf.Tensor2D[] = [tf.zeros([B, H]), tf.zeros([B, H])]
      for (let t = 0; t < T; t++) {
        const x: tf.Tensor2D = tf.gather(
          weights.embedding as tf.Tensor2D,
          tf.tensor1d(batch.ids.slice(t * B, (t + 1) * B), 'int32'),
        )
        const z = tf.add(tf.add(tf.matMul(x, W as tf.Tensor2D), tf.matMul(h, U as tf.Tensor2D)), b)
        const [i, , g, o] = byUnit(z)
        c = tf.add(c, tf.mul(tf.sigmoid(i), tf.tanh(g)))
        h = tf.mul(tf.sigmoid(o), tf.tanh(c))
      }
      const p = tf.sigmoid(tf.add(tf.matMul(h, weights['output.W'] as tf.Tensor2D), weights['output.b']))
      const y = tf.tensor2d(Float32Array.from(batch.labels), [B, 1])
      const right = tf.add(tf.mul(y, tf.log(p)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, p))))
      return tf.neg(tf.mean(right))
    }
    const names = ['lstm1.W', 'lstm1.U', 'lstm1.b']
    const { value, grads } = tf.valueAndGrads((...x: tf.Tensor[]) => oracle(x[0], x[1], x[2]))(
      names.map((n) => weights[n]),
    )
    expect(loss.dataSync()[0]).toBeCloseTo(value.dataSync()[0], 6)
    names.forEach((name, n) => {
      expect(relativeError(gradients[name].dataSync(), grads[n].dataSync()), name).toBeLessThan(1e-5)
    })
  })
})
