import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../shared/contract/spec.ts'
import type { CellKind, RunSpec } from '../../shared/contract/spec.ts'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import { createModel } from '../../shared/engine/cells/model.ts'
import { makeBatch } from '../../shared/engine/training/batches.ts'
import { batchShapeOf } from '../../shared/engine/training/device-batch.ts'
import { stream } from '../../shared/engine/training/random.ts'
import { trainStep } from '../../shared/engine/training/train-step.ts'
import { disposeState, newState } from '../../shared/engine/training/training-state.ts'

export type RecurrentCell = Extract<CellKind, 'rnn' | 'lstm' | 'gru'>

export interface Sizes {
  V: number
  E: number
  H: number
  T: number
  B: number
}

/** One side of a comparison. */
export interface Side {
  /** One training step on a batch; answers the loss, which means that the device is done with it. */
  step(): Promise<number>
  close(): void
}

/** Sentences of full length in random words, so that both sides do the same work. */
export function sentences({ V, T, B }: Sizes): EncodedPart {
  const random = stream(1, 'bench')
  return {
    rowIds: new Uint32Array(B),
    labels: Int32Array.from({ length: B }, () => random.int(2)),
    offsets: Uint32Array.from({ length: B + 1 }, (_, n) => n * T),
    ids: Int32Array.from({ length: B * T }, () => 2 + random.int(V - 2)),
  }
}

/**
 * Our own training step, just as a run makes it: Adam, clipping, the norm of every parameter's gradient; with `signals` also
 * ‖∂L/∂h_t‖ of every word, as in the steps that are recorded.
 */
export function ourSide(cell: RecurrentCell, sizes: Sizes, signals = false): Side {
  const { V, E, H, T, B } = sizes
  const training = { ...defaultTraining, batchSize: B, learningRate: 0.001 }
  const spec: RunSpec = {
    ...{ version: 1, data: '0'.repeat(64), text: { ...defaultText, maxLength: T }, split: defaultSplit, seed: 1 },
    ...{ training, model: { ...defaultModel(cell), hidden: H, input: { kind: 'embedding', size: E } } },
  }
  const dims = { vocabularySize: V, classes: 2, maxLength: T }
  const model = createModel(spec.model, dims)
  const state = newState(model, spec)
  const part = sentences(sizes)
  const order = Int32Array.from({ length: B }, (_, n) => n)
  const shape = batchShapeOf(spec.model, dims, { B, padding: 'after' })
  let step = 0
  return {
    async step() {
      step++
      const { packed } = trainStep(model, state, makeBatch(part, order, 0, shape), { training, seed: 1, step, signals })
      const values = await packed.data()
      packed.dispose()
      return values[2]
    },
    close: () => disposeState(state),
  }
}
