import * as tf from '@tensorflow/tfjs-core'
import type { Device, FromTrainer, ToTrainer } from '../../shared/contract/trainer.ts'
import { gradientOfOne } from '../../shared/engine/training/gradient-of-one.ts'
import { createModelFromCheckpoint } from '../../shared/engine/training/predict.ts'
import { messageOf } from '../api.ts'
import { useDevice } from './backends.ts'
import { inTurn } from './prediction.ts'
import * as runApi from './run-api.ts'

type Question = Extract<ToTrainer, { kind: 'gradient' }>
type Answer = Extract<FromTrainer, { kind: 'gradient' | 'gradient-failed' }>

/**
 * The gradient of one sentence as this trainer would train with it. `device` is given while this worker trains, see `answer`.
 * The weights are read anew each time: the question is rare, and must be about what is on disk.
 */
export function gradientOf(question: Question, device: Promise<void> | null): Promise<Answer> {
  const { run, request } = question
  return inTurn(async (): Promise<Answer> => {
    try {
      await (device ?? useDevice('wasm'))
      const { loss, gradients } = await compute(question)
      return { kind: 'gradient', run, request, loss, device: tf.getBackend() as Device, gradients }
    } catch (error) {
      return { kind: 'gradient-failed', run, request, message: messageOf(error) }
    }
  })
}

async function compute({ run, weights: kind, ids, label }: Question) {
  const { spec, experimentId } = await runApi.readRun(run)
  const [experiment, bytes] = await Promise.all([runApi.readExperiment(experimentId), runApi.readCheckpoint(run, kind)])
  const dims = { vocabularySize: experiment.vocabulary.size, classes: experiment.classes.length }
  const { model, weights } = createModelFromCheckpoint(bytes, spec, dims)
  try {
    return await gradientOfOne(model, weights, { ids: Int32Array.from(ids), label, padding: spec.text.padding })
  } finally {
    tf.dispose(weights)
  }
}
