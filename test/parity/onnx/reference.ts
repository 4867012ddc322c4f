import * as tf from '@tensorflow/tfjs-core'
import type { ModelSpec } from '../../../shared/contract/spec.ts'
import type { Weights } from '../../../shared/engine/cells/model.ts'
import { layerName } from '../../../shared/engine/cells/parameters.ts'
import { onnxModel } from './model.ts'
import type { Runtime } from './runtime.ts'

/** A sentence per row of the batch, padded after its words. */
export interface Sentences {
  T: number
  B: number
  lengths: Int32Array
}

/** Our gates in the order in which ONNX puts them: LSTM i f g o → i o f c; GRU r z n → z r h. */
const gateOrder = { rnn: [0], lstm: [0, 3, 1, 2], gru: [1, 0, 2] } as const
type Cell = keyof typeof gateOrder

/**
 * The states of the top layer by ONNX Runtime, words first: [T, B, features] (0 behind a sentence's last word), and those at
 * the end of each direction [B, features]. One operator per layer; x [T, B, D].
 */
export async function onnxStates(
  runtime: Runtime,
  spec: ModelSpec,
  weights: Weights,
  x: Float32Array,
  { T, B, lengths }: Sentences,
): Promise<{ states: Float32Array; last: Float32Array }> {
  const { hidden: H, layers, bidirectional, peephole } = spec
  const cell = spec.cell as Cell
  const directions = bidirectional ? [false, true] : [false]
  const D = directions.length
  const tensor = (values: Float32Array, shape: number[]) => new runtime.Tensor('float32', values, shape)
  const session = await runtime.InferenceSession.create(recurrentModel(spec, cell), { intraOpNumThreads: 1 })
  let states = x
  let last = x
  for (let layer = 1; layer <= layers; layer++) {
    const of = directions.map((reverse) => onnxWeights(cell, weights, layerName(spec, layer, reverse), H))
    const columns = states.length / (T * B)
    const gates = gateOrder[cell].length
    const { Y, Yh } = await session.run({
      X: tensor(states, [T, B, columns]),
      W: tensor(joined(of.map(({ W }) => W)), [D, gates * H, columns]),
      R: tensor(joined(of.map(({ R }) => R)), [D, gates * H, H]),
      B: tensor(joined(of.map(({ bias }) => bias)), [D, 2 * gates * H]),
      lengths: new runtime.Tensor('int32', lengths, [B]),
      ...(peephole && { P: tensor(joined(of.map(({ P }) => P)), [D, 3 * H]) }),
    })
    states = directionsLast(Y.data as Float32Array, { T, D, B, H })
    last = directionsLast(Yh.data as Float32Array, { T: 1, D, B, H })
  }
  return { states, last }
}

function recurrentModel({ hidden, activation, bidirectional, peephole }: ModelSpec, cell: Cell): Uint8Array {
  const tanhOrRelu = activation === 'tanh' ? 'Tanh' : 'Relu'
  const attributes = {
    hidden_size: hidden,
    direction: bidirectional ? 'bidirectional' : 'forward',
    ...(cell === 'rnn' && { activations: bidirectional ? [tanhOrRelu, tanhOrRelu] : [tanhOrRelu] }),
    ...(cell === 'gru' && { linear_before_reset: 1 }),
  }
  const floats = { X: 3, W: 3, R: 3, B: 2, ...(peephole && { P: 2 }) }
  return onnxModel(
    [
      {
        type: cell.toUpperCase(),
        inputs: ['X', 'W', 'R', 'B', 'lengths', ...(peephole ? ['', '', 'P'] : [])],
        outputs: ['Y', 'Yh'],
        attributes,
      },
    ],
    {
      ...Object.fromEntries(Object.entries(floats).map(([name, rank]) => [name, { type: 'float32', rank }])),
      lengths: { type: 'int32', rank: 1 },
    },
    ['Y', 'Yh'],
  )
}

/** One direction of one layer as ONNX wants it: gate after gate, a row per unit; two biases, of which ours is the first. */
function onnxWeights(cell: Cell, weights: Weights, name: string, H: number) {
  const order = gateOrder[cell]
  const zeros = new Float32Array(H)
  const blocks = (x: tf.Tensor): Float32Array => {
    const rows = x.size / (H * order.length)
    const values = x.dataSync()
    return Float32Array.from({ length: x.size }, (_, n) => {
      const [block, unit, row] = [Math.floor(n / (H * rows)), Math.floor(n / rows) % H, n % rows]
      return values[(row * H + unit) * order.length + order[block]]
    })
  }
  const recurrentBias = order.map((gate) => (cell === 'gru' && gate === 2 ? floatsOf(weights[`${name}.bu`]) : zeros))
  const P = weights[`${name}.P`] as tf.Tensor2D | undefined
  const [pi, pf, po] = P ? tf.unstack(P).map(floatsOf) : [zeros, zeros, zeros]
  return {
    W: blocks(weights[`${name}.W`]),
    R: blocks(weights[`${name}.U`]),
    bias: joined([blocks(weights[`${name}.b`]), ...recurrentBias]),
    P: joined([pi, po, pf]),
  }
}

/** [T, D, B, H] as [T, B, D·H]. */
function directionsLast(values: Float32Array, { T, D, B, H }: Record<'T' | 'D' | 'B' | 'H', number>): Float32Array {
  const result = new Float32Array(values.length)
  for (let t = 0; t < T; t++)
    for (let d = 0; d < D; d++)
      for (let b = 0; b < B; b++) {
        const from = ((t * D + d) * B + b) * H
        result.set(values.subarray(from, from + H), ((t * B + b) * D + d) * H)
      }
  return result
}

const floatsOf = (x: tf.Tensor): Float32Array => x.dataSync() as Float32Array
function joined(parts: Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}
