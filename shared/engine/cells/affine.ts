import * as tf from '@tensorflow/tfjs-core'
import { product } from '../kernels/run.ts'

/** z = x W + b. x [N, D], W [D, G], b [G]. */
export const affine = (x: tf.Tensor2D, W: tf.Tensor, b: tf.Tensor): tf.Tensor2D =>
  product(x, W as tf.Tensor2D, { bias: b as tf.Tensor1D })

/** dW = xᵀ dz: one product over all positions. */
export const weightGradient = (x: tf.Tensor2D, dz: tf.Tensor2D): tf.Tensor2D => product(x, dz, { transposeA: true })

/** db = Σ dz over all positions, as a product with ones: column sums are slow on some devices. */
export const columnSums = (dz: tf.Tensor2D): tf.Tensor1D =>
  tf.reshape(product(tf.ones([1, dz.shape[0]]), dz), [dz.shape[1]])

/** dx = dz Wᵀ. */
export const inputGradient = (dz: tf.Tensor2D, W: tf.Tensor): tf.Tensor2D =>
  product(dz, W as tf.Tensor2D, { transposeB: true })

/** Factors that have one shape. The element-wise product with broadcasting is slow on the processor. */
export const times = <T extends tf.Tensor>(a: T, b: T): T => tf.mul(a, b)
