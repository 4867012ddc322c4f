import type * as tf from '@tensorflow/tfjs-core'
import type { DeviceTime } from '../../../shared/contract/settings.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { makeBatch } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf } from '../../../shared/engine/training/device-batch.ts'
import { trainStep } from '../../../shared/engine/training/train-step.ts'
import { disposeState, newState } from '../../../shared/engine/training/training-state.ts'
import { madeUpPart } from './timed-model.ts'
import type { TimedModel } from './timed-model.ts'

/**
 * Pairs of fast steps are repeated for so long, and the fastest pair counts: a processor's first steps run code that is not
 * yet optimised and are five times slower than those of a training (measured: 5 ms and 1.1 ms, LSTM, hidden 32, T 24).
 */
const LONG_ENOUGH_MS = 250
const MOST_PAIRS = 100

/**
 * Times training steps of a model on the current backend: the first one by itself, then pairs, each read back once, as in
 * training, where a GPU is not waited for after every step. Slow devices make one pair. Holds no tensor when it is done.
 * @param limit milliseconds: when a step takes longer, no more are made; null: no limit.
 */
export async function timeSteps(model: TimedModel, limit: number | null): Promise<Omit<DeviceTime, 'device'>> {
  const { spec, vocabularySize, classes } = model
  const { batchSize, ...training } = spec.training
  const dims = { vocabularySize, classes, maxLength: spec.text.maxLength }
  const net = createModel(spec.model, dims)
  const state = newState(net, spec)
  const shape = batchShapeOf(spec.model, dims, { B: batchSize, padding: spec.text.padding })
  const part = madeUpPart(model)
  const order = Int32Array.from(part.labels, (_, n) => n)
  let made = 0
  /** Makes so many steps and waits for the last. */
  const timed = async (steps: number, signals: boolean): Promise<number> => {
    const began = performance.now()
    let last: tf.Tensor1D | null = null
    for (let n = 0; n < steps; n++) {
      last?.dispose()
      const batch = makeBatch(part, order, 0, shape)
      const settings = { training: { ...training, batchSize }, seed: spec.seed, step: ++made, signals }
      last = trainStep(net, state, batch, settings).packed
    }
    await last?.data()
    last?.dispose()
    return (performance.now() - began) / steps
  }
  try {
    const first = await timed(1, true)
    const once = await timed(1, false)
    if (limit !== null && once > limit) return { first, step: once, ended: 'too-slow' }
    const began = performance.now()
    let step = once
    for (let pairs = 0; pairs < MOST_PAIRS; pairs++) {
      step = Math.min(step, await timed(2, false))
      if (performance.now() - began > LONG_ENOUGH_MS) break
    }
    return { first, step, ended: null }
  } finally {
    disposeState(state)
  }
}
