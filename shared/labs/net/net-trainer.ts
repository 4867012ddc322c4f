import * as tf from '@tensorflow/tfjs-core'
import type { TrainingSpec } from '../../contract/spec.ts'
import type { Weights } from '../../engine/cells/model.ts'
import { rowNorms } from '../../engine/kernels/run.ts'
import { tidy } from '../../engine/tidy.ts'
import { clip, newGuard } from '../../engine/training/clipping.ts'
import type { Guard } from '../../engine/training/clipping.ts'
import { applyGradients, momentShapes, optimiserAttributes } from '../../engine/training/optimisers.ts'
import type { Moments } from '../../engine/training/optimisers.ts'
import { lossOn, scoreOn } from './losses.ts'
import { netInitialValues } from './net-parameters.ts'
import type { NetShape } from './net-parameters.ts'
import type { SequenceBatch, TaskShape } from './sequence-batch.ts'
import { sequenceNet, toDevice } from './sequence-net.ts'

export type NetTraining = Pick<TrainingSpec, 'optimiser' | 'learningRate' | 'clipNorm'>

/** A net in training. Holds tensors until `close`. */
export interface NetTrainer {
  /** One step of gradient descent. Once a loss or norm is not finite, the weights stay as they were. */
  step(batch: SequenceBatch): void
  /** The loss of the latest step; NaN once it was not finite. */
  latestLoss(): Promise<number>
  /** Mean loss and share of right answers over batches, in double precision. */
  score(batches: readonly SequenceBatch[]): Promise<{ loss: number; accuracy: number }>
  /** ‖∂L/∂h_t‖, the root mean square over the sequences of a batch of each one's own loss: T numbers, later steps included. */
  gradientNorms(batch: SequenceBatch): Promise<Float64Array>
  close(): void
}

/** Starts a net from a seed, on the current TensorFlow.js backend, whose kernels must be registered. */
export function openNetTrainer(shape: NetShape & TaskShape, training: NetTraining, seed: number): NetTrainer {
  const net = sequenceNet(shape)
  const { parameters } = net
  let weights: Weights = {}
  let moments: Moments = { m: {}, v: {} }
  for (const parameter of parameters) {
    const { m, v } = momentShapes(training.optimiser, parameter)
    weights[parameter.name] = tf.tensor(netInitialValues(parameter, shape, seed), parameter.shape)
    moments.m[parameter.name] = tf.zeros(m)
    moments.v[parameter.name] = tf.zeros(v)
  }
  let guard: Guard = newGuard(parameters.length)
  let latest: tf.Tensor1D = tf.zeros([1])
  let steps = 0
  const upload = (batch: SequenceBatch) => toDevice(batch, shape.features, shape.outputs)

  return {
    step(batch) {
      steps++
      const old = [weights, moments.m, moments.v, { ...guard }, latest]
      const next = tidy(() => {
        const { input, targets } = upload(batch)
        const { outputs, backward } = net.forward(weights, input)
        const { loss, dOutputs } = lossOn(shape.loss, outputs, targets)
        const { gradients } = backward(dOutputs)
        const clipped = clip(parameters, gradients, { loss, step: steps, clipNorm: training.clipNorm, guard })
        const attributes = optimiserAttributes(training, steps)
        const how = { scale: clipped.scale, slots: null, attributes }
        const moved = applyGradients(parameters, { weights, moments }, gradients, how)
        return { ...moved, guard: clipped.guard, loss }
      })
      tf.dispose(old as tf.TensorContainer)
      weights = next.weights
      moments = next.moments
      guard = next.guard
      latest = next.loss
    },
    async latestLoss() {
      const [[loss], [alive]] = await Promise.all([latest.data(), guard.alive.data()])
      return alive > 0 ? loss : NaN
    },
    async score(batches) {
      const total = { loss: 0, right: 0, scored: 0 }
      for (const batch of batches) {
        const outputs = tidy(() => net.forward(weights, upload(batch).input).outputs)
        const score = scoreOn(shape, await outputs.data(), batch)
        outputs.dispose()
        total.loss += score.loss / batches.length
        total.right += score.right
        total.scored += score.scored
      }
      return { loss: total.loss, accuracy: total.right / total.scored }
    },
    async gradientNorms(batch) {
      const norms = tidy(() => {
        const { input, targets } = upload(batch)
        const { outputs, backward } = net.forward(weights, input)
        const { dh } = backward(lossOn(shape.loss, outputs, targets).dOutputs)
        return rowNorms(tf.reshape(dh, [batch.T * batch.B, shape.hidden]))
      })
      const values = await norms.data()
      norms.dispose()
      return Float64Array.from({ length: batch.T }, (_, t) => {
        let sum = 0
        // The batch's mean is undone: each sequence's own loss.
        for (let b = 0; b < batch.B; b++) sum += (values[t * batch.B + b] * batch.B) ** 2
        return Math.sqrt(sum / batch.B)
      })
    },
    close() {
      tf.dispose([weights, moments.m, moments.v, { ...guard }, latest] as tf.TensorContainer)
    },
  }
}
