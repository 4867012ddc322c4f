import * as tf from '@tensorflow/tfjs-core'

/** The browser took the GPU away in the middle of a run. */
export class DeviceLost extends Error {
  constructor() {
    super(
      'The graphics card was taken away from Unroll (its driver restarted, the computer slept, or its memory ran out). ' +
        'Everything up to the last checkpoint is safe: train again to go on from there, with a smaller batch if it recurs.',
    )
    this.name = 'DeviceLost'
  }
}

export interface LossWatch {
  /** Rejects with DeviceLost when the browser says that the GPU is gone. Never resolves. */
  lost: Promise<never>
  /**
   * Resolves when the device still computes rightly; what was read before then is right, too. A GPU that is gone answers
   * every reading with zeros until the browser notices, and zeros look like weights.
   * @throws {DeviceLost}
   */
  intact(): Promise<void>
  stop(): void
}

/** Watches the current backend; only WebGL can be lost. */
export function watchDevice(): LossWatch {
  if (tf.getBackend() !== 'webgl') return { lost: new Promise<never>(() => {}), intact: async () => {}, stop: () => {} }
  const { gpgpu } = tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }
  const { gl } = gpgpu
  const sign = Array.from({ length: 8 }, (_, n) => n + 1)
  // The result of a draw lies on the GPU alone, and dies with it.
  const kept = tf.tidy(() => tf.keep(tf.add(tf.tensor1d(sign), tf.tensor1d(sign))))
  let onLoss = () => {}
  const lost = new Promise<never>((_, reject) => {
    onLoss = () => reject(new DeviceLost())
  })
  lost.catch(() => {}) // Nobody may be waiting when it happens.
  gl.canvas.addEventListener('webglcontextlost', onLoss)
  return {
    lost,
    async intact() {
      try {
        const drawn = tf.tidy(() => tf.add(kept, kept))
        // On a lost context this reading may never end.
        const values = await Promise.race([drawn.data(), lost])
        drawn.dispose()
        if (sign.every((n, i) => values[i] === 4 * n) && !gl.isContextLost()) return
      } catch (error) {
        if (!gl.isContextLost()) throw error
      }
      throw new DeviceLost()
    },
    stop() {
      gl.canvas.removeEventListener('webglcontextlost', onLoss)
      kept.dispose()
    },
  }
}
