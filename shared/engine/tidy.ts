import * as tf from '@tensorflow/tfjs-core'

/** tf.tidy for results of any type: disposes of every tensor made inside, but for those that the result holds. */
export function tidy<T>(work: () => T): T {
  const engine = tf.engine()
  engine.startScope()
  try {
    const result = work()
    engine.endScope(result as tf.TensorContainer)
    return result
  } catch (error) {
    engine.endScope()
    throw error
  }
}
