import { registerHooks } from 'node:module'

/**
 * Teaches TensorFlow.js the gradients of its own ops, the oracle of the gradient tests. The product has no use for them, and
 * tfjs-core leaves them out of its bundle for Node; the separate files are written for bundlers, which find './x' as './x.js'.
 * The registry they write to is one per process, so it does not matter that they bring copies of the ops.
 */
export async function learnAutomaticGradients(): Promise<void> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const ours = specifier.startsWith('.') && context.parentURL?.includes('/tfjs-core/dist/')
      try {
        return next(ours && !specifier.endsWith('.js') ? `${specifier}.js` : specifier, context)
      } catch (error) {
        if (ours) return next(`${specifier}/index.js`, context)
        throw error
      }
    },
  })
  try {
    await import('@tensorflow/tfjs-core/dist/register_all_gradients.js')
  } finally {
    hooks.deregister()
  }
}
