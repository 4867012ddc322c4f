import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-webgl'
import { registerWebglKernels } from '../../../shared/engine/kernels/webgl/register.ts'
import { trace } from './training-run.ts'
import type { TrainingCase, TrainingTrace } from './training-run.ts'

tf.env().set('SOFTWARE_WEBGL_ENABLED', true)
registerWebglKernels()

/** A run on WebGL, and how many tensors it left behind. */
export async function train(c: TrainingCase): Promise<{ told: TrainingTrace; left: number; buffers: number }> {
  await tf.setBackend('webgl')
  const [tensors, buffers] = [tf.memory().numTensors, tf.engine().backend.numDataIds()]
  const told = await trace(c)
  return { told, left: tf.memory().numTensors - tensors, buffers: tf.engine().backend.numDataIds() - buffers }
}
