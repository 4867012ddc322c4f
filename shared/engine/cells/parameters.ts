import { isRecurrent } from '../../contract/spec.ts'
import type { CellKind, ModelSpec } from '../../contract/spec.ts'
import { heldEntries, heldUnits } from './held.ts'
import type { HeldEntries } from './held.ts'

/** What a model needs to know of the data. `vocabularySize` counts the padding and unknown entries too. */
export interface ModelDims {
  vocabularySize: number
  classes: number
  /** Timesteps T: every sentence is padded or truncated to it. */
  maxLength: number
}

/** How a parameter is filled before training; see initialisation.ts. */
export type Initialiser = 'embedding' | 'glorot' | 'he' | 'orthogonal' | 'identity' | 'zeros' | 'forget-bias'

/** One array of numbers that training changes. */
export interface Parameter {
  /** e.g. 'embedding', 'lstm1.U', 'output.b': the name in checkpoints, metrics and messages. */
  name: string
  shape: number[]
  init: Initialiser
  /** Its rows are looked up by token: the gradient of a batch touches few of them (see EmbeddingBackward). */
  sparse: boolean
  /** Side-by-side matrices that share this array, interleaved by column (LSTM: 4 gates, GRU: 3). Each is initialised on its own. */
  gates: number
  /** What the forget gate's share starts from, where init is 'forget-bias'. */
  forgetBias?: number
  /** What a clamp of the spec keeps from learning; absent where nothing is held. */
  held?: readonly HeldEntries[]
}

/** Logits of a classifier: two classes need one (a sigmoid), more need one each (softmax). */
export const logitCount = (classes: number): number => (classes === 2 ? 1 : classes)

/** Columns of W, U and b per hidden unit. */
export const gatesOf = (cell: CellKind): number => (cell === 'lstm' ? 4 : cell === 'gru' ? 3 : 1)

/** What a layer hands on: the hidden units, of both directions where there are two. */
export const layerFeatures = ({ hidden, bidirectional }: ModelSpec): number => (bidirectional ? 2 : 1) * hidden

/** 'rnn1', 'lstm2', 'gru1-reverse' (the direction from the last word to the first), 'hidden1'; layers count from 1. */
export const layerName = ({ cell }: Pick<ModelSpec, 'cell'>, layer: number, reverse = false): string =>
  `${isRecurrent(cell) ? cell : 'hidden'}${layer}${reverse ? '-reverse' : ''}`

/**
 * Every parameter of a model, in the order in which they are initialised, saved and listed. Knows nothing of TensorFlow.js.
 *
 * Names: `embedding` [V, D]; per layer (`layerName`) W, b and, in recurrent ones, U; GRU also bu [H], the bias of the
 * recurrent part of n; LSTM with peephole also P [3, H]; `output` (W, b).
 * With one-hot input the first W has a row per token (ANN: per position and token, row t·V + id).
 */
export function parametersOf(spec: ModelSpec, dims: ModelDims): Parameter[] {
  const { cell, input, hidden: H, layers, activation } = spec
  const { vocabularySize: V, maxLength: T } = dims
  const K = logitCount(dims.classes)
  const gates = gatesOf(cell)
  const recurrent = isRecurrent(cell)
  const positions = cell === 'ann' ? T : 1
  const inputRows = positions * (input.kind === 'one-hot' ? V : input.size)
  const list: Parameter[] = []
  const units = heldUnits(spec)
  const add = (name: string, shape: number[], init: Initialiser, of: Partial<Parameter> = {}) => {
    const [layer, short] = name.split('.')
    const here = units.filter((one) => layerName(spec, one.layer, one.reverse) === layer)
    const held = here.length ? heldEntries(spec, here, short) : []
    list.push({ name, shape, init, sparse: false, gates: 1, ...of, ...(held.length && { held }) })
  }

  if (input.kind === 'embedding') add('embedding', [V, input.size], 'embedding', { sparse: true })
  for (let layer = 1; layer <= layers; layer++) {
    const lookedUp = input.kind === 'one-hot' && layer === 1
    const dense = activation === 'relu' && !recurrent ? 'he' : 'glorot'
    const rows = layer === 1 ? inputRows : layerFeatures(spec)
    for (const reverse of spec.bidirectional ? [false, true] : [false]) {
      const name = layerName(spec, layer, reverse)
      add(`${name}.W`, [rows, gates * H], lookedUp ? 'embedding' : dense, { sparse: lookedUp, gates })
      if (recurrent) add(`${name}.U`, [H, gates * H], activation === 'relu' ? 'identity' : 'orthogonal', { gates })
      if (cell === 'lstm') add(`${name}.b`, [gates * H], 'forget-bias', { gates, forgetBias: spec.forgetBias })
      else add(`${name}.b`, [gates * H], 'zeros', { gates })
      if (cell === 'gru') add(`${name}.bu`, [H], 'zeros')
      if (spec.peephole) add(`${name}.P`, [3, H], 'zeros')
    }
  }
  add('output.W', [layerFeatures(spec), K], 'glorot')
  add('output.b', [K], 'zeros')
  return list
}
