import * as tf from '@tensorflow/tfjs-core'
import type { ModelSpec } from '../../contract/spec.ts'
import { onlyStateAt, stateAt } from '../kernels/run.ts'
import { inputGradient, times } from './affine.ts'
import { lookUp } from './input.ts'
import type { Body, DeviceBatch, Gradients, Signal } from './model.ts'
import { layerName } from './parameters.ts'
import { flat, readInOneDirection } from './recurrent-layer.ts'
import type { RecurrentLayer } from './recurrent-layer.ts'
import { perWord, spreadOverWords, sumOverWords } from './word-sums.ts'

/**
 * Stacked recurrent layers over token ids, each read in one direction or in both (Schuster & Paliwal 1997,
 * doi:10.1109/78.650093), see recurrent-layer.ts. Where there are two, the states of both stand side by side, forward first:
 * a layer above reads [T, B, 2H], the output layer [B, 2H].
 *
 * Pooling: 'last' takes the state after the last word of a direction (backwards that is the sentence's first word), 'mean' the
 * mean of the states over the sentence's words.
 *
 * Dropout multiplies the outputs of a layer by one mask for all timesteps of a sentence ("variational": Gal & Ghahramani
 * 2016, arXiv 1512.05287), not the state itself. Signals are of the top layer, one set per direction.
 */
export function recurrentBody(spec: ModelSpec, layer: RecurrentLayer): Body {
  const { input, layers, hidden: H } = spec
  const directions = spec.bidirectional ? [false, true] : [false]
  const pool = spec.pooling === 'mean' ? meanState : lastState
  return {
    forward(weights, batch, dropout) {
      const { T, B } = batch
      const embedded = input.kind === 'embedding' ? lookUp(weights, batch, 'embedding') : null
      const W = (n: number, reverse: boolean) => weights[`${layerName(spec, n, reverse)}.W`] as tf.Tensor2D
      const masks = dropout?.map((mask) => splitFeatures(mask, directions.length))
      const drop = (x: tf.Tensor3D, n: number, d: number) => (masks ? times(x, everyStep(masks[n - 1][d], T)) : x)

      const passes: ReturnType<typeof readInOneDirection>[][] = []
      let x = embedded?.x ?? null
      for (let n = 1; n <= layers; n++) {
        const read = (reverse: boolean) =>
          readInOneDirection(layer, { name: layerName(spec, n, reverse), reverse, x }, weights, batch)
        const both = directions.map(read)
        passes.push(both)
        if (n < layers) x = sideBySide(both.map(({ h }, d) => flat(drop(h, n, d))))
      }
      const pools = passes[layers - 1].map(({ h }, d) => pool(h, directions[d], batch))
      const pooled = sideBySide(pools.map(({ features }) => features))
      const features = dropout ? times(pooled, dropout[layers - 1]) : pooled

      return {
        features,
        backward(dFeatures) {
          const gradients: Gradients = {}
          const signals: Signal[] = []
          const dPooled = dropout ? times(dFeatures, dropout[layers - 1]) : dFeatures
          let dh = splitFeatures(dPooled, directions.length).map((part, d) => pools[d].backward(part))
          for (let n = layers; n >= 1; n--) {
            const backs = passes[n - 1].map(({ backward }, d) => backward(dh[d]))
            for (const [d, back] of backs.entries()) {
              Object.assign(gradients, back.gradients)
              if (n === layers) signals.push(...signalsOf(back, directions[d]))
            }
            /** ∂L/∂ of the columns of x that the rows of W from `from` on were multiplied by. */
            const dx = (from: number, rows: number) =>
              backs
                .map(({ dz }, d) => inputGradient(dz, rowsOf(W(n, directions[d]), from, rows)))
                .reduce((a, b) => tf.add(a, b))
            if (n > 1) dh = directions.map((_, d) => drop(tf.reshape(dx(d * H, H), [T, B, H]), n - 1, d))
            else if (embedded) Object.assign(gradients, embedded.backward(dx(0, embedded.x.shape[1])))
          }
          return { gradients, signals }
        },
      }
    },
  }
}

/** How the states [T, B, H] of one direction become features [B, H], and the way back. */
interface Pool {
  features: tf.Tensor2D
  backward(d: tf.Tensor2D): tf.Tensor3D
}

/** The state after the last word that is read: masked steps pass it on to the end of the array. */
function lastState(h: tf.Tensor3D, reverse: boolean): Pool {
  const T = h.shape[0]
  return {
    features: stateAt(h, reverse ? 0 : T - 1),
    backward: (d) => onlyStateAt(d, T, reverse ? 'first' : 'last'),
  }
}

/** The mean of the states over the words; 0 for a sentence without words. */
function meanState(h: tf.Tensor3D, _reverse: boolean, batch: DeviceBatch): Pool {
  return {
    features: perWord(sumOverWords(flat(h), batch), batch),
    backward: (d) => tf.reshape(spreadOverWords(perWord(d, batch), batch), h.shape),
  }
}

const signalsOf = ({ dh, dc }: { dh: tf.Tensor3D; dc: tf.Tensor3D | null }, reverse: boolean): Signal[] => {
  const signal = (of: Signal['of'], x: tf.Tensor3D): Signal => ({
    of,
    reverse,
    layout: 'time-first',
    gradient: flat(x),
  })
  return dc ? [signal('h', dh), signal('c', dc)] : [signal('h', dh)]
}

/** [B, H] repeated over T timesteps. */
const everyStep = (mask: tf.Tensor2D, T: number): tf.Tensor3D => tf.tile(tf.expandDims<tf.Tensor3D>(mask, 0), [T, 1, 1])

const sideBySide = (parts: tf.Tensor2D[]): tf.Tensor2D => (parts.length === 1 ? parts[0] : tf.concat(parts, 1))
const splitFeatures = (x: tf.Tensor2D, count: number): tf.Tensor2D[] => (count === 1 ? [x] : tf.split(x, count, 1))

/** Rows of W, which lie together in memory. */
const rowsOf = (W: tf.Tensor2D, from: number, rows: number): tf.Tensor2D =>
  rows === W.shape[0] ? W : tf.slice(W, [from, 0], [rows, W.shape[1]])
