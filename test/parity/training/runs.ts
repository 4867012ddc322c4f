import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import type { EpochRecord } from '../../../shared/contract/experiment.ts'
import type { MetricTable } from '../../../shared/contract/metrics.ts'
import { defaultSplit, defaultText, modelDefaults } from '../../../shared/contract/spec.ts'
import type { ModelSpec, RunSpec, TrainingSpec } from '../../../shared/contract/spec.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { runTraining } from '../../../shared/engine/training/training.ts'
import type { TrainingData, TrainingOptions, TrainingOutcome } from '../../../shared/engine/training/training.ts'

export const VOCABULARY = 12

/** A small run: T 8, 4 hidden units, batches of 6. */
export function smallSpec(model: Partial<ModelSpec>, training: Partial<TrainingSpec> = {}): RunSpec {
  return {
    ...{ version: 1, data: '0'.repeat(64), split: defaultSplit, seed: 7 },
    text: { ...defaultText, maxLength: 8 },
    model: {
      cell: 'lstm',
      name: 'small',
      input: { kind: 'embedding', size: 3 },
      hidden: 4,
      layers: 1,
      dropout: 0,
      ...modelDefaults,
      ...model,
    },
    training: {
      ...{
        optimiser: 'adam',
        learningRate: 0.02,
        batchSize: 6,
        epochs: 3,
        clipNorm: 5,
        earlyStopping: null,
        recordEvery: 2,
      },
      ...training,
    },
  }
}

/** Sentences whose class is decided by their first word: odd or even. Sizes that fill no last batch. */
export function smallData(sizes = { train: 20, validation: 8, test: 9 }, seed = 1): TrainingData {
  const part = (name: keyof typeof sizes): EncodedPart => {
    const random = stream(seed, name)
    const sentences = Array.from({ length: sizes[name] }, () =>
      Array.from({ length: 1 + random.int(8) }, () => 2 + random.int(VOCABULARY - 2)),
    )
    const offsets = new Uint32Array(sentences.length + 1)
    sentences.forEach(({ length }, n) => (offsets[n + 1] = offsets[n] + length))
    return {
      rowIds: Uint32Array.from(sentences, (_, n) => n),
      labels: Int32Array.from(sentences, ([first]) => first % 2),
      offsets,
      ids: Int32Array.from(sentences.flat()),
    }
  }
  const parts = { train: part('train'), validation: part('validation'), test: part('test') }
  return { vocabularySize: VOCABULARY, classes: 2, parts }
}

/** Everything a run has told, with copies of its checkpoints. */
export interface Told {
  outcome: TrainingOutcome
  rows: Record<string, number>[]
  epochs: EpochRecord[]
  tensors: number[]
  last: Uint8Array | undefined
  best: Uint8Array | undefined
  checkpoints: string[]
}

export async function train(spec: RunSpec, data: TrainingData, options: Partial<TrainingOptions> = {}): Promise<Told> {
  const told: Omit<Told, 'outcome'> = {
    ...{ rows: [], epochs: [], tensors: [], checkpoints: [], last: options.last, best: options.best },
  }
  const outcome = await runTraining(spec, data, {
    ...options,
    sink: {
      metrics(table, { tensors }) {
        told.rows.push(...rowsOf(table))
        told.tensors.push(tensors)
      },
      epoch: (record) => void told.epochs.push(record),
      checkpoint(kind, bytes, step) {
        told[kind] = bytes
        told.checkpoints.push(`${kind} ${step}`)
      },
    },
  })
  return { ...told, outcome }
}

/** Stops a run before its step number `step + 1`. */
export function stopAfter(step: number): TrainingOptions['control'] {
  let asked = 0
  return { next: () => (asked++ < step ? 'go' : 'stop') }
}

const rowsOf = ({ columns, values }: MetricTable) =>
  Array.from({ length: values.length / columns.length }, (_, row) =>
    Object.fromEntries(columns.map((name, n) => [name, values[row * columns.length + n]])),
  )
