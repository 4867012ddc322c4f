import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { gruStep } from '../../../shared/engine/cells/gru.ts'
import { lstmStep } from '../../../shared/engine/cells/lstm.ts'
import { rnnStep } from '../../../shared/engine/cells/rnn.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { labCells } from '../../../shared/labs/net/lab-cells.ts'
import type { LabCell } from '../../../shared/labs/net/lab-cells.ts'
import { lossOn } from '../../../shared/labs/net/losses.ts'
import { netInitialValues, netParameters } from '../../../shared/labs/net/net-parameters.ts'
import { emptyBatch } from '../../../shared/labs/net/sequence-batch.ts'
import type { SequenceBatch, TaskShape } from '../../../shared/labs/net/sequence-batch.ts'
import { sequenceNet, toDevice } from '../../../shared/labs/net/sequence-net.ts'
import { learnAutomaticGradients } from '../cells/automatic-gradients.ts'
import { onCpu } from '../wasm/device.ts'

const [T, B, D, H] = [5, 3, 4, 3]
const tasks: TaskShape[] = [
  { features: D, outputs: 1, readout: 'last', loss: 'squared' },
  { features: D, outputs: 1, readout: 'last', loss: 'sigmoid' },
  { features: D, outputs: 3, readout: 'last', loss: 'softmax' },
  { features: D, outputs: 3, readout: 'every', loss: 'softmax' },
]

/** Any numbers as input, sequences of different lengths, answers of the right form. */
function someBatch(task: TaskShape): SequenceBatch {
  const random = stream(3, 'labs-gradients')
  const batch = emptyBatch(task, T, B)
  batch.x.forEach((_, n) => (batch.x[n] = random.normal()))
  for (let t = 0; t < T; t++) batch.mask[t * B + 1] = t < 3 ? 1 : 0
  const rows = batch.share.length
  for (let r = 0; r < rows; r++) {
    batch.share[r] = (1 + (r % 3)) / (2 * rows)
    if (task.outputs > 1) batch.y[r * task.outputs + random.int(task.outputs)] = 1
    else batch.y[r] = task.loss === 'sigmoid' ? random.int(2) : random.normal()
  }
  return batch
}

/** The loss in plain TensorFlow.js, step by step with the readable cells: what automatic differentiation can follow. */
function plainLoss(cell: LabCell, task: TaskShape, batch: SequenceBatch, w: Record<string, tf.Tensor>): tf.Scalar {
  const { input, targets } = toDevice(batch, D, task.outputs)
  let h: tf.Tensor2D = tf.zeros([B, H])
  let c: tf.Tensor2D = tf.zeros([B, H])
  const states: tf.Tensor2D[] = []
  const own = { W: w['cell.W'] as tf.Tensor2D, U: w['cell.U'] as tf.Tensor2D, b: w['cell.b'] as tf.Tensor1D }
  for (let t = 0; t < T; t++) {
    const x = tf.slice2d(input.x, [t * B, 0], [B, D])
    const m: tf.Tensor2D = tf.reshape(tf.slice(input.mask, [t, 0], [1, B]), [B, 1])
    const keep = (now: tf.Tensor2D, before: tf.Tensor2D): tf.Tensor2D =>
      tf.add(tf.mul(m, now), tf.mul(tf.sub(1, m), before))
    if (cell === 'gru') h = keep(gruStep({ ...own, bu: w['cell.bu'] as tf.Tensor1D }, x, { h }).h, h)
    else if (cell === 'rnn' || cell === 'irnn') h = keep(rnnStep(own, x, { h }, cell === 'irnn' ? 'relu' : 'tanh').h, h)
    else {
      const step = lstmStep(own, x, { h, c })
      h = keep(step.h, h)
      c = keep(step.c, c)
    }
    states.push(h)
  }
  const read = task.readout === 'every' ? tf.concat(states, 0) : states[T - 1]
  const outputs = tf.add<tf.Tensor2D>(tf.matMul(read, w['output.W'] as tf.Tensor2D), w['output.b'])
  const { y, share } = targets
  if (task.loss === 'squared') return tf.sum(tf.mul(share, tf.square(tf.sub(outputs, y))))
  if (task.loss === 'softmax') return tf.neg(tf.sum(tf.mul(share, tf.mul(y, tf.logSoftmax(outputs)))))
  // -log σ(z) = softplus(-z)
  const each = tf.add(tf.mul(y, tf.softplus(tf.neg(outputs))), tf.mul(tf.sub(1, y), tf.softplus(outputs)))
  return tf.sum(tf.mul(share, each))
}

const largest = (values: ArrayLike<number>) => Array.from(values).reduce((most, x) => Math.max(most, Math.abs(x)), 0)

describe('the net of the laboratories', () => {
  beforeAll(async () => {
    await learnAutomaticGradients()
    await onCpu(() => {})
  })

  describe.each(labCells)('%s', (cell) => {
    it.each(tasks)('agrees with automatic differentiation: $loss, $readout, $outputs outputs', (task) => {
      tf.tidy(() => {
        const batch = someBatch(task)
        const shape = { ...task, cell, hidden: H, length: T }
        const parameters = netParameters(shape)
        // Moved away from their start, so that no bias is zero and no matrix the identity.
        const noise = stream(5, 'labs-gradients', cell)
        const values = parameters.map((parameter) =>
          netInitialValues(parameter, shape, 9).map((value) => value + 0.3 * noise.normal()),
        )
        const tensors = parameters.map(({ shape }, n) => tf.tensor(values[n], shape))
        const byName = (list: tf.Tensor[]) => Object.fromEntries(parameters.map(({ name }, n) => [name, list[n]]))

        const { input, targets } = toDevice(batch, D, task.outputs)
        const { outputs, backward } = sequenceNet(shape).forward(byName(tensors), input)
        const { loss, dOutputs } = lossOn(task.loss, outputs, targets)
        const { gradients } = backward(dOutputs)

        const { value, grads } = tf.valueAndGrads((...list: tf.Tensor[]) => plainLoss(cell, task, batch, byName(list)))(
          tensors,
        )
        expect(loss.dataSync()[0]).toBeCloseTo(value.dataSync()[0], 5)
        for (const [n, { name }] of parameters.entries()) {
          const [ours, automatic] = [gradients[name].dataSync(), grads[n].dataSync()]
          const difference = largest(automatic.map((g, k) => g - ours[k]))
          expect(difference / Math.max(largest(automatic), 1e-6), `${name}: relative error`).toBeLessThan(2e-4)
        }
      })
    })
  })

  it('∂L/∂h at a step is what moving that state does to the loss: by hand for a net of one linear unit', () => {
    tf.tidy(() => {
      // A rectifier that never closes: h_t = h_(t-1) u + x_t w, y = h_T v, L = (y - 0)². ∂L/∂h_t = 2 y v u^(T-t).
      const task: TaskShape = { features: 1, outputs: 1, readout: 'last', loss: 'squared' }
      const batch = emptyBatch(task, 4, 1)
      batch.x.set([1, 2, 3, 4])
      const [w, u, v] = [0.5, 0.8, 2]
      const weights = {
        ...{ 'cell.W': tf.tensor2d([[w]]), 'cell.U': tf.tensor2d([[u]]), 'cell.b': tf.zeros([1]) },
        ...{ 'output.W': tf.tensor2d([[v]]), 'output.b': tf.zeros([1]) },
      }
      const { input, targets } = toDevice(batch, 1, 1)
      const { outputs, backward } = sequenceNet({ ...task, cell: 'irnn', hidden: 1, length: 4 }).forward(weights, input)
      const h = [1, 2, 3, 4].reduce((state, x) => state * u + x * w, 0)
      const { dh } = backward(lossOn('squared', outputs, targets).dOutputs)
      const wanted = [3, 2, 1, 0].map((steps) => 2 * h * v * v * u ** steps)
      Array.from(dh.dataSync()).forEach((value, t) => expect(value).toBeCloseTo(wanted[t], 4))
    })
  })
})
