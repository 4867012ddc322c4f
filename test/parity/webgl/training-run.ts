import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../../shared/contract/spec.ts'
import type { ModelSpec, RunSpec, TrainingSpec } from '../../../shared/contract/spec.ts'
import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { runTraining } from '../../../shared/engine/training/training.ts'

/** A small run that Node and the page both make, each on its own backend. */
export interface TrainingCase {
  model: Partial<ModelSpec> & Pick<ModelSpec, 'cell'>
  training?: Partial<TrainingSpec>
  padding?: 'before' | 'after'
  classes?: number
}

/** What a run told, as plain numbers: the columns of every recorded step, and of every epoch. */
export interface TrainingTrace {
  columns: string[]
  rows: (number | null)[][]
  epochs: number[][]
  test: number
  /** How it ended, at which step it diverged, and the step of the last checkpoint. */
  end: 'finished' | 'stopped' | 'diverged'
  died: number | null
  saved: number | null
}

const words = 23

function part(name: string, sentences: number, classes: number): EncodedPart {
  const random = stream(5, 'parity', name)
  const lengths = Array.from({ length: sentences }, () => 1 + random.int(7))
  const offsets = Uint32Array.from([0, ...lengths.map((_, n) => lengths.slice(0, n + 1).reduce((a, b) => a + b))])
  return {
    rowIds: new Uint32Array(sentences),
    labels: Int32Array.from({ length: sentences }, () => random.int(classes)),
    offsets,
    ids: Int32Array.from({ length: offsets[sentences] }, () => 1 + random.int(words - 1)),
  }
}

/** Two epochs on the current backend: 19 sentences in batches of 4, so that the last batch is filled up. */
export async function trace(
  { model, training, padding = 'after', classes = 2 }: TrainingCase,
  keep: { checkpoint?: (bytes: Uint8Array) => void; snapshot?: (bytes: Uint8Array) => void } = {},
): Promise<TrainingTrace> {
  const spec: RunSpec = {
    version: 1,
    data: '0'.repeat(64),
    text: { ...defaultText, maxLength: 7, padding },
    split: defaultSplit,
    training: { ...defaultTraining, batchSize: 4, epochs: 2, recordEvery: 1, ...training },
    model: { ...defaultModel(model.cell), hidden: 5, input: { kind: 'embedding', size: 3 }, ...model },
    seed: 11,
  }
  const parts = {
    train: part('train', 19, classes),
    validation: part('validation', 6, classes),
    test: part('test', 5, classes),
  }
  const told: TrainingTrace = { columns: [], rows: [], epochs: [], test: NaN, end: 'finished', died: null, saved: null }
  const outcome = await runTraining(
    spec,
    { vocabularySize: words, classes, parts },
    {
      sink: {
        metrics({ columns, values }) {
          told.columns = columns
          for (let at = 0; at < values.length; at += columns.length)
            told.rows.push(Array.from(values.subarray(at, at + columns.length), (x) => (Number.isNaN(x) ? null : x)))
        },
        epoch: ({ trainLoss, validationLoss }) => void told.epochs.push([trainLoss, validationLoss]),
        checkpoint: (kind, bytes, step) => {
          if (kind !== 'last') return
          told.saved = step
          keep.checkpoint?.(bytes)
        },
        ...(keep.snapshot && { snapshot: keep.snapshot }),
      },
    },
  )
  told.end = outcome.kind
  if (outcome.kind === 'diverged') told.died = outcome.step
  if (outcome.kind === 'finished') told.test = outcome.test.loss
  return told
}
