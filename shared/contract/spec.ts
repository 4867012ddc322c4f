import { z } from 'zod'
import { MOST_CLAMPS, clampComplaints, clampSpec, noClamps } from './clamps.ts'
import { completeText, textSpec } from './text-spec.ts'
import type { TextSpec } from './text-spec.ts'

/**
 * The spec: the JSON document that, with the data, fully determines a run.
 * Nothing that influences a result lives outside it. `version` grows with every change of meaning.
 */
export const SPEC_VERSION = 1

export { completeText, defaultText, textSpec } from './text-spec.ts'
export type { TextSpec } from './text-spec.ts'

/** Fractions of the rows; rows whose file names their part keep it. The same text never stands on two sides. */
export const splitSpec = z
  .strictObject({
    train: z.number().min(0.01).max(0.98),
    validation: z.number().min(0.01).max(0.98),
    test: z.number().min(0.01).max(0.98),
    /** Respect the file's own split column where there is one. */
    useGiven: z.boolean(),
  })
  .refine(
    ({ train, validation, test }) => Math.abs(train + validation + test - 1) < 1e-6,
    'train, validation and test must add up to 1',
  )
export type SplitSpec = z.infer<typeof splitSpec>

export const cellKinds = ['ann-mean', 'ann', 'rnn', 'lstm', 'gru'] as const
export const cellKind = z.enum(cellKinds)
export type CellKind = z.infer<typeof cellKind>

const cellNames: Record<CellKind, string> = {
  'ann-mean': 'ANN (averaged)',
  ann: 'ANN',
  rnn: 'RNN',
  lstm: 'LSTM',
  gru: 'GRU',
}

/** Cells that read word by word: their batches are time first, their states form a chain. */
export const isRecurrent = (cell: CellKind): boolean => cell === 'rnn' || cell === 'lstm' || cell === 'gru'

/** Settings that some cells know and others do not; a cell that does not must leave them at these values. */
export const modelDefaults = {
  activation: 'tanh',
  peephole: false,
  forgetBias: 1,
  bidirectional: false,
  pooling: 'last',
  clamps: noClamps,
} as const satisfies Record<string, string | boolean | number | object>

/** Of these only some cells know something; every cell has something to hold. */
type Option = Exclude<keyof typeof modelDefaults, 'clamps'>

/** The cells that know each of those settings, and what to say of the others. */
const optionCells: Record<Option, { cells: readonly CellKind[]; reason: string }> = {
  activation: {
    cells: ['rnn', 'ann', 'ann-mean'],
    reason: 'only an RNN and the ANNs have an activation to choose: the gates of LSTM and GRU need theirs',
  },
  peephole: { cells: ['lstm'], reason: 'only an LSTM has a cell state for its gates to see' },
  forgetBias: { cells: ['lstm'], reason: 'only an LSTM has a forget gate' },
  bidirectional: { cells: ['rnn', 'lstm', 'gru'], reason: 'only recurrent cells read in a direction' },
  pooling: { cells: ['rnn', 'lstm', 'gru'], reason: 'only recurrent cells have a state per word' },
}

/** Whether a cell knows a setting, so that a form can leave the others out. */
export const hasOption = (cell: CellKind, option: Option): boolean => optionCells[option].cells.includes(cell)

export const modelSpec = z
  .strictObject({
    cell: cellKind,
    /** What the user calls it; unique inside an experiment. */
    name: z.string().trim().min(1).max(60),
    /** A one-hot vector times a matrix is a row of that matrix: 'embedding' inserts one learned matrix more. */
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('one-hot') }),
      z.strictObject({ kind: z.literal('embedding'), size: z.int().min(1).max(1024) }),
    ]),
    /** Hidden units per layer, and per direction. */
    hidden: z.int().min(1).max(1024),
    layers: z.int().min(1).max(4),
    /** Share of features dropped between layers and before the output, in training only. */
    dropout: z.number().min(0).max(0.9),
    /** Of the state of an RNN, and of the hidden layers of the ANNs. */
    activation: z.enum(['tanh', 'relu']).default(modelDefaults.activation),
    /** LSTM: the gates see the cell state too (Gers & Schmidhuber 2000). */
    peephole: z.boolean().default(modelDefaults.peephole),
    /** LSTM: what the forget gate's bias starts from; 1 remembers from the start (Jozefowicz et al. 2015). */
    forgetBias: z.number().min(-10).max(10).default(modelDefaults.forgetBias),
    /** A second set of layers reads from the last word to the first; its features stand beside those of the first. */
    bidirectional: z.boolean().default(modelDefaults.bidirectional),
    /**
     * What the output layer sees. last: the state after the last word, for the way back that after the first word;
     * mean: the mean of the states over the words of the sentence.
     */
    pooling: z.enum(['last', 'mean']).default(modelDefaults.pooling),
    /** Gates and states held at a value, at every word, in training and after. */
    clamps: z
      .array(clampSpec)
      .max(MOST_CLAMPS)
      .default(() => []),
  })
  .superRefine((model, context) => {
    for (const { at, message } of clampComplaints(model))
      context.addIssue({ code: 'custom', path: ['clamps', at], message })
    for (const option of Object.keys(optionCells) as Option[])
      if (model[option] !== modelDefaults[option] && !hasOption(model.cell, option))
        context.addIssue({
          code: 'custom',
          path: [option],
          message: `${cellNames[model.cell]}: ${option} must be ${String(modelDefaults[option])}, because ${optionCells[option].reason}`,
        })
  })
export type ModelSpec = z.infer<typeof modelSpec>

export const optimiserKinds = ['sgd', 'momentum', 'rmsprop', 'adam'] as const
export const trainingSpec = z.strictObject({
  optimiser: z.enum(optimiserKinds),
  learningRate: z.number().positive().max(100),
  batchSize: z.int().min(1).max(4096),
  epochs: z.int().min(1).max(10_000),
  /** Largest global gradient norm; null = no clipping. */
  clipNorm: z.number().positive().nullable(),
  /** Stop after this many epochs without a better validation loss; null = never. */
  earlyStopping: z.strictObject({ patience: z.int().min(1).max(1000) }).nullable(),
  /** Metrics are gathered on the device and recorded every this many steps. */
  recordEvery: z.int().min(1).max(1000),
})
export type TrainingSpec = z.infer<typeof trainingSpec>

const common = {
  version: z.literal(SPEC_VERSION),
  /** SHA-256 of the rows (text, label, part) in order: the data the spec speaks of. */
  data: z.string().regex(/^[0-9a-f]{64}$/),
  text: textSpec,
  split: splitSpec,
  training: trainingSpec,
  /** The one seed: split, initialisation, order and dropout each draw from their own stream of it. */
  seed: z.int().min(0).max(0xffff_ffff),
}

/** A question asked of a data set: several models on the same text, split, settings and seed. */
export const experimentSpec = z.strictObject({
  ...common,
  models: z
    .array(modelSpec)
    .min(1)
    .max(12)
    .refine(
      (models) => new Set(models.map((m) => m.name)).size === models.length,
      'each model needs a name of its own',
    ),
})
export type ExperimentSpec = z.infer<typeof experimentSpec>

/** One model of an experiment with its seed: what a run is a pure function of (together with the data). */
export const runSpec = z.strictObject({ ...common, model: modelSpec })
export type RunSpec = z.infer<typeof runSpec>

/** @throws {RangeError} when the experiment has no model of that index. */
export function runSpecOf({ models, ...shared }: ExperimentSpec, index: number): RunSpec {
  const model = models[index]
  if (!model) throw new RangeError(`experiment has ${models.length} models, no model ${index}`)
  return { ...shared, model }
}

export const defaultSplit: SplitSpec = { train: 0.8, validation: 0.1, test: 0.1, useGiven: true }
/**
 * Chosen on seeds 1 to 5 of the order reviews (test part: LSTM 99.8 to 100 %, RNN 98 to 99 %, averaged ANN 50 %) and seeds 1
 * to 3 of 10,662 film review sentences (LSTM 74 to 77 %): fewer epochs or less patience stop the RNN before it has learnt.
 */
export const defaultTraining: TrainingSpec = {
  optimiser: 'adam',
  learningRate: 0.005,
  batchSize: 32,
  epochs: 15,
  clipNorm: 5,
  earlyStopping: { patience: 4 },
  recordEvery: 5,
}

/** A model of that cell with the sizes a first comparison starts from. */
export function defaultModel(cell: CellKind): ModelSpec {
  const sizes = { input: { kind: 'embedding', size: 32 }, hidden: 32, layers: 1, dropout: 0 } as const
  return { cell, name: cellNames[cell], ...sizes, ...modelDefaults }
}

/** A stored model: one that was written before a setting existed has that setting's default. */
export const completeModel = (stored: z.input<typeof modelSpec>): ModelSpec => ({
  ...modelDefaults,
  ...stored,
  clamps: stored.clamps?.map((clamp) => clampSpec.parse(clamp)) ?? [],
})

/** A stored spec of an experiment or a run, completed by the settings that have come since it was written. */
export function completeSpec<Stored extends { text: TextSpec }>(stored: Stored): Stored {
  return { ...stored, text: completeText(stored.text) }
}
