import * as tf from '@tensorflow/tfjs-core'
import type { RunSpec } from '../../shared/contract/spec.ts'
import type { Device } from '../../shared/contract/trainer.ts'

/** Lets the GPU's driver begin to compile what the run will need. The device must be in use. */
export async function warmUp(device: Device, { model, training }: Pick<RunSpec, 'model' | 'training'>): Promise<void> {
  if (device !== 'webgl') return
  const { warmUpWebgl } = await import('../../shared/engine/kernels/webgl/warm-up.ts')
  warmUpWebgl(tf.backend(), { ...model, optimiser: training.optimiser })
}
