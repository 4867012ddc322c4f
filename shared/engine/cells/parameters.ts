import type { ModelSpec } from '../../contract/spec.ts'

/** What a model needs to know of the data. `vocabularySize` counts the padding and unknown entries too. */
export interface ModelDims {
  vocabularySize: number
  classes: number
  /** Timesteps T: every sentence is padded or truncated to it. */
  maxLength: number
}

/** How a parameter is filled before training; see initialisation.ts. */
export type Initialiser = 'embedding' | 'glorot' | 'orthogonal' | 'zeros' | 'lstm-bias'

/** One array of numbers that training changes. */
export interface Parameter {
  /** e.g. 'embedding', 'lstm1.U', 'output.b': the name in checkpoints, metrics and messages. */
  name: string
  shape: number[]
  init: Initialiser
  /** Its rows are looked up by token: the gradient of a batch touches few of them (see EmbeddingBackward). */
  sparse: boolean
  /** Side-by-side matrices that share this array, interleaved by column (LSTM: 4 gates). Each is initialised on its own. */
  gates: number
}

/** Logits of a classifier: two classes need one (a sigmoid), more need one each (softmax). */
export const logitCount = (classes: number): number => (classes === 2 ? 1 : classes)

/**
 * Every parameter of a model, in the order in which they are initialised, saved and listed. Knows nothing of TensorFlow.js.
 *
 * Names: `embedding` [V, D]; layers count from 1: `rnnN` or `lstmN` (W, U, b), `hiddenN` (W, b); `output` (W, b).
 * With one-hot input the first W has a row per token (ANN: per position and token, row t·V + id).
 */
export function parametersOf({ cell, input, hidden: H, layers }: ModelSpec, dims: ModelDims): Parameter[] {
  const { vocabularySize: V, maxLength: T } = dims
  const K = logitCount(dims.classes)
  const oneHot = input.kind === 'one-hot'
  const gates = cell === 'lstm' ? 4 : 1
  const recurrent = cell === 'rnn' || cell === 'lstm'
  const positions = cell === 'ann' ? T : 1
  const inputRows = positions * (input.kind === 'one-hot' ? V : input.size)
  const list: Parameter[] = []
  const add = (name: string, shape: number[], init: Initialiser, of: Partial<Parameter> = {}) =>
    list.push({ name, shape, init, sparse: false, gates: 1, ...of })

  if (input.kind === 'embedding') add('embedding', [V, input.size], 'embedding', { sparse: true })
  for (let layer = 1; layer <= layers; layer++) {
    const name = `${recurrent ? cell : 'hidden'}${layer}`
    const lookedUp = oneHot && layer === 1
    const rows = layer === 1 ? inputRows : H
    add(`${name}.W`, [rows, gates * H], lookedUp ? 'embedding' : 'glorot', { sparse: lookedUp, gates })
    if (recurrent) add(`${name}.U`, [H, gates * H], 'orthogonal', { gates })
    add(`${name}.b`, [gates * H], cell === 'lstm' ? 'lstm-bias' : 'zeros', { gates })
  }
  add('output.W', [H, K], 'glorot')
  add('output.b', [K], 'zeros')
  return list
}
