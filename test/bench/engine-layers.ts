import * as tf from '@tensorflow/tfjs-core'
import { layers, sequential } from '@tensorflow/tfjs-layers'
import { sentences } from './engine-ours.ts'
import type { RecurrentCell, Side, Sizes } from './engine-ours.ts'

/** What gates are squashed with: as the library does by default, or as we do. */
export type Gates = 'hardSigmoid' | 'sigmoid'

/**
 * The same model of TensorFlow.js's own layers, trained with its Adam. It neither clips nor measures a gradient. With the
 * library's default, 'hardSigmoid', it computes a function a little different from ours, with more kernels.
 */
export function layersSide(cell: RecurrentCell, sizes: Sizes, recurrentActivation: Gates): Side {
  const { V, E, H, T, B } = sizes
  const recurrent = {
    rnn: () => layers.simpleRNN({ units: H }),
    lstm: () => layers.lstm({ units: H, recurrentActivation }),
    gru: () => layers.gru({ units: H, recurrentActivation }),
  }
  const model = sequential({
    layers: [
      layers.embedding({ inputDim: V, outputDim: E, inputLength: T }),
      recurrent[cell](),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  })
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'binaryCrossentropy' })
  const { ids, labels } = sentences(sizes)
  return {
    async step() {
      const [x, y] = [tf.tensor2d(Float32Array.from(ids), [B, T]), tf.tensor2d(Float32Array.from(labels), [B, 1])]
      const loss = await model.trainOnBatch(x, y)
      tf.dispose([x, y])
      return Array.isArray(loss) ? loss[0] : loss
    },
    close: () => void model.dispose(),
  }
}
