import * as tf from '@tensorflow/tfjs-core'
import type { ModelSpec } from '../../contract/spec.ts'
import { affine, inputGradient, weightGradient } from './affine.ts'
import { denseStack } from './dense-stack.ts'
import { lookUp } from './input.ts'
import type { Body } from './model.ts'
import { spreadOverWords, sumOverWords } from './word-sums.ts'

/**
 * A feed-forward net that sees the whole sentence at once: every position has weights of its own, so the parameters grow
 * with the sentence length T (Bengio et al. 2003, JMLR 3:1137, section 2, concatenates word vectors in the same way).
 *
 *   X = [x_1 x_2 … x_T]               padded positions hold zeros
 *   h = tanh(X W + b)                 W [T·D, H]; further hidden layers on top: h = tanh(h W + b)
 *
 * With one-hot input X W is the sum of one row per position, row t·V + id of W [T·V, H]: looked up, never multiplied.
 * The readable step is `denseStep` on X [B, T·D]. Signal: ∂L/∂x_t where the input is an embedding.
 */
export function annBody({ input, layers, activation }: ModelSpec): Body {
  return {
    forward(weights, batch, dropout) {
      const { T, B } = batch
      const { x, backward: toTable } = lookUp(weights, batch, input.kind === 'embedding' ? 'embedding' : 'hidden1.W')
      const D = x.shape[1]
      const X: tf.Tensor2D | null = input.kind === 'embedding' ? tf.reshape(x, [B, T * D]) : null
      const z1: tf.Tensor2D = X
        ? affine(X, weights['hidden1.W'], weights['hidden1.b'])
        : tf.add(sumOverWords(x, batch), weights['hidden1.b'])
      const stack = denseStack(weights, z1, { layers, activation }, dropout)
      return {
        features: stack.features,
        backward(dFeatures) {
          const { gradients, dz1 } = stack.backward(dFeatures)
          if (!X) return { gradients: { ...gradients, ...toTable(spreadOverWords(dz1, batch)) }, signals: [] }
          gradients['hidden1.W'] = weightGradient(X, dz1)
          const dx: tf.Tensor2D = tf.reshape(inputGradient(dz1, weights['hidden1.W']), [B * T, D])
          return {
            gradients: { ...gradients, ...toTable(dx) },
            signals: [{ of: 'x', reverse: false, layout: 'sentence-first', gradient: dx }],
          }
        },
      }
    },
  }
}
