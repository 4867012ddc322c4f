import * as tf from '@tensorflow/tfjs-core'
import type { Gradients } from '../cells/model.ts'
import type { Parameter } from '../cells/parameters.ts'
import { fusedClip, rowNorms } from '../kernels/run.ts'

/**
 * Watches over a run from the device, so that nothing need be read back to stop in time.
 * Once a loss or a gradient norm is not finite, `alive` is 0 for good, `scale` is -1 (the optimiser kernels then change
 * nothing), and `report` keeps what was measured at the step of death.
 */
export interface Guard {
  /** [1]: 1 or 0. */
  alive: tf.Tensor1D
  /** [2 + P]: step, loss, gradient norm of each parameter: of the latest step, or of the step of death. */
  report: tf.Tensor1D
}

export const newGuard = (parameters: number): Guard => ({
  alive: tf.ones([1]),
  report: tf.zeros([2 + parameters]),
})

/** The largest number that counts as finite: also on GPUs whose NaN tests are unreliable, NaN <= x is false. */
const LARGEST = 3e38

/**
 * Global-norm clipping (Pascanu, Mikolov & Bengio 2013, arXiv 1211.5063, algorithm 1): when ‖g‖ over all parameters exceeds
 * clipNorm, every gradient is multiplied by clipNorm / ‖g‖.
 *
 * norm, clipped: [1], before and after. scale: [1], for the optimiser kernels; -1 when the step must not happen.
 */
export function clip(
  parameters: Parameter[],
  gradients: Gradients,
  { loss, step, clipNorm, guard }: { loss: tf.Tensor1D; step: number; clipNorm: number | null; guard: Guard },
): { scale: tf.Tensor1D; norm: tf.Tensor1D; clipped: tf.Tensor1D; guard: Guard } {
  const all = parameters.map(({ name }) => gradients[name])
  const fused = fusedClip(all, { loss, ...guard }, { step, clipNorm: clipNorm ?? 0 })
  if (fused) return fused
  return tf.tidy(() => {
    const norms: tf.Tensor1D = tf.concat(all.map(normOf))
    const norm = normOf(norms)
    const finite = tf.mul(isFinite(norm), isFinite(loss))
    const alive: tf.Tensor1D = tf.mul(guard.alive, finite)
    const factor: tf.Tensor1D =
      clipNorm === null
        ? tf.onesLike(norm)
        : tf.minimum(tf.onesLike(norm), tf.div(tf.fill([1], clipNorm), tf.maximum(norm, tf.fill([1], 1e-30))))
    const living = tf.greater(alive, tf.zerosLike(alive))
    const now: tf.Tensor1D = tf.concat([tf.tensor1d([step]), loss, norms])
    const wasAlive = tf.greater(tf.tile(guard.alive, [now.shape[0]]), tf.zerosLike(now))
    return {
      scale: tf.where(living, factor, tf.fill([1], -1)),
      norm,
      clipped: tf.mul<tf.Tensor1D>(norm, factor),
      guard: { alive, report: tf.where(wasAlive, now, guard.report) },
    }
  })
}

const normOf = (x: tf.Tensor): tf.Tensor1D => rowNorms(tf.reshape(x, [1, x.size]))

const isFinite = (x: tf.Tensor1D): tf.Tensor1D =>
  tf.cast(tf.logicalAnd(tf.isFinite(x), tf.lessEqual(x, tf.fill([1], LARGEST))), 'float32')
