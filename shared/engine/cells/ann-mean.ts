import * as tf from '@tensorflow/tfjs-core'
import type { ModelSpec } from '../../contract/spec.ts'
import { affine, inputGradient, weightGradient } from './affine.ts'
import { denseStack } from './dense-stack.ts'
import { lookUp } from './input.ts'
import type { Body } from './model.ts'
import { perWord, spreadOverWords, sumOverWords } from './word-sums.ts'

/**
 * A feed-forward net on the average word: blind to order, whatever the hidden layers do (Iyyer et al. 2015, "deep averaging
 * networks", doi:10.3115/v1/P15-1162).
 *
 *   m = (1/L) Σ x_t over the L words of the sentence        h = tanh(m W + b), further hidden layers on top
 *
 * With one-hot input m W is the average of rows of W [V, H]. The readable step is `denseStep` on m [B, D].
 * Signal: ∂L/∂x_t where the input is an embedding; the same for every word of a sentence.
 */
export function annMeanBody({ input, layers, activation }: ModelSpec): Body {
  return {
    forward(weights, batch, dropout) {
      const embedded = input.kind === 'embedding'
      const { x, backward: toTable } = lookUp(weights, batch, embedded ? 'embedding' : 'hidden1.W')
      const mean = perWord(sumOverWords(x, batch), batch)
      const z1: tf.Tensor2D = embedded
        ? affine(mean, weights['hidden1.W'], weights['hidden1.b'])
        : tf.add(mean, weights['hidden1.b'])
      const stack = denseStack(weights, z1, { layers, activation }, dropout)
      return {
        features: stack.features,
        backward(dFeatures) {
          const { gradients, dz1 } = stack.backward(dFeatures)
          if (embedded) gradients['hidden1.W'] = weightGradient(mean, dz1)
          const dMean = embedded ? inputGradient(dz1, weights['hidden1.W']) : dz1
          const dx = spreadOverWords(perWord(dMean, batch), batch)
          return {
            gradients: { ...gradients, ...toTable(dx) },
            signals: embedded ? [{ of: 'x', reverse: false, layout: 'sentence-first', gradient: dx }] : [],
          }
        },
      }
    },
  }
}
