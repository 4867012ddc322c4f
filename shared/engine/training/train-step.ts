import * as tf from '@tensorflow/tfjs-core'
import type { TrainingSpec } from '../../contract/spec.ts'
import { dropoutMasks } from '../cells/dropout.ts'
import type { DropoutMasks, Model, Signal } from '../cells/model.ts'
import { layerFeatures } from '../cells/parameters.ts'
import { fusedStepReport, rowNorms } from '../kernels/run.ts'
import { tidy } from '../tidy.ts'
import { batchGradient } from './batch-gradient.ts'
import type { Batch } from './batches.ts'
import { clip } from './clipping.ts'
import { applyGradients, optimiserAttributes } from './optimisers.ts'
import type { TrainingState } from './training-state.ts'

/** What a step measured, as one tensor to read back; see `unpackMeasured`. */
export interface Measured {
  packed: tf.Tensor1D
  parameters: string[]
  /** The signals whose norms the tensor holds; none unless asked for. */
  signals: Pick<Signal, 'of' | 'layout'>[]
  batch: Batch
}

/**
 * One training step: forward, loss, back-propagation through time, clipping, optimiser. Replaces the tensors in `state` and
 * disposes of the old ones; the tensors of the answer are the caller's.
 */
export function trainStep(
  model: Model,
  state: TrainingState,
  batch: Batch,
  { training, seed, step, signals }: { training: TrainingSpec; seed: number; step: number; signals: boolean },
): Measured {
  const old = state.tensors
  const { next, packed, wanted } = tidy(() => {
    const masks = masksOf(model, batch, seed, step)
    const { onDevice, loss, accuracy, back } = batchGradient(model, old.weights, batch, masks)
    const { scale, norm, clipped, guard } = clip(model.parameters, back.gradients, {
      ...{ loss, step, clipNorm: training.clipNorm, guard: old.guard },
    })
    const attributes = optimiserAttributes(training, step)
    const slots = onDevice.rows?.slots ?? null
    const moved = applyGradients(model.parameters, old, back.gradients, { scale, slots, attributes })
    const { sums, packed: numbers } = stepReport(
      { ...guard, norm, clipped, loss, accuracy, sums: old.sums },
      batch.count,
    )
    const wanted = signals ? back.signals.filter(({ reverse }) => !reverse) : [] // as contract/metrics.ts says
    const norms = wanted.map(({ gradient }) => rowNorms(gradient))
    const packed: tf.Tensor1D = norms.length === 0 ? numbers : tf.concat([numbers, ...norms])
    return { next: { ...moved, guard, sums }, packed, wanted: wanted.map(({ of, layout }) => ({ of, layout })) }
  })
  tf.dispose([old.weights, old.moments.m, old.moments.v, { ...old.guard }, old.sums])
  state.tensors = next
  return { packed, parameters: model.parameters.map(({ name }) => name), signals: wanted, batch }
}

/** The sums of the epoch with this step's share, unless the run is dead; and what is read back of every step. */
function stepReport(
  inputs: Record<'alive' | 'report' | 'norm' | 'clipped' | 'loss' | 'accuracy' | 'sums', tf.Tensor1D>,
  count: number,
): { sums: tf.Tensor1D; packed: tf.Tensor1D } {
  const fused = fusedStepReport(inputs, count)
  if (fused) return fused
  const { alive, report, norm, clipped, loss, accuracy, sums } = inputs
  const share = tf.fill([1], count)
  const added: tf.Tensor1D = tf.add(sums, tf.concat([tf.mul(loss, share), tf.mul(accuracy, share), share]))
  const living = tf.greater(tf.tile(alive, [3]), tf.zeros([3]))
  return { sums: tf.where(living, added, sums), packed: tf.concat([alive, report, norm, clipped, accuracy]) }
}

function masksOf({ spec }: Model, { shape: { B } }: Batch, seed: number, step: number): DropoutMasks {
  const features = layerFeatures(spec)
  const masks = dropoutMasks(seed, step, { rate: spec.dropout, layers: spec.layers, size: B * features })
  return masks && masks.map((mask) => tf.tensor2d(mask, [B, features]))
}

/** A step's numbers on the host. `step` and what follows are those of the step of death once `alive` is false. */
export interface Measurement {
  alive: boolean
  step: number
  loss: number
  parameterNorms: Record<string, number>
  norm: number
  clipped: number
  accuracy: number
  /** [N] ‖∂L/∂state‖ at every position, by the mean loss of the batch, in the batch's layout. */
  signals: { of: Signal['of']; layout: Signal['layout']; norms: Float32Array }[]
}

/** The inverse of the packing above. */
export function unpackMeasured(values: Float32Array, { parameters, signals, batch }: Measured): Measurement {
  const P = parameters.length
  const N = batch.ids.length
  return {
    alive: values[0] > 0,
    step: values[1],
    loss: values[2],
    parameterNorms: Object.fromEntries(parameters.map((name, n) => [name, values[3 + n]])),
    norm: values[3 + P],
    clipped: values[4 + P],
    accuracy: values[5 + P],
    signals: signals.map((signal, n) => ({ ...signal, norms: values.slice(6 + P + n * N, 6 + P + (n + 1) * N) })),
  }
}
