import { format } from '../messages.ts'
import type { CreateExperiment } from '../../shared/contract/experiment.ts'
import { cellKinds, defaultModel } from '../../shared/contract/spec.ts'
import type { CellKind, ModelSpec, RunSpec, TextSpec } from '../../shared/contract/spec.ts'
import { describeClamps } from './clamp-words.ts'

/** An experiment's spec as the page edits it: the service fills in the fingerprint of the data. */
export type DraftSpec = CreateExperiment['spec']

/** One setting in words: what it is called and how its value reads. `path` names it for comparing and marking. */
export interface SpecField {
  path: string
  label: string
  value: string
}

/** What each kind of model is called: as a new model of that kind is. */
export const cellWords = Object.fromEntries(cellKinds.map((cell) => [cell, defaultModel(cell).name])) as Record<
  CellKind,
  string
>
export const optimiserWords: Record<RunSpec['training']['optimiser'], string> = {
  sgd: 'SGD',
  momentum: 'Momentum',
  rmsprop: 'RMSprop',
  adam: 'Adam',
}

const count = (value: number) => format.whole(value)
const percent = (share: number) => `${format.decimal(100 * share, 2)} %`

const numberWords: Record<TextSpec['numbers'], string> = { keep: 'kept', 'one-token': 'one word', drop: 'dropped' }
const stopWordWords = (rule: TextSpec['stopWords']) =>
  rule.kind === 'none'
    ? 'kept'
    : rule.kind === 'english'
      ? 'English ones dropped'
      : `${count(rule.words.length)} dropped`
const phraseWords = ({ longest, minCount }: TextSpec['phrases']) =>
  longest === 1 ? 'none' : `up to ${longest} words, seen ${count(minCount)} times`
/** Two lists of the same lengths may differ: a short sum tells them apart. */
const editWords = (edits: TextSpec['edits']) => {
  const { replace, drop, pin } = edits
  if (!replace.length && !drop.length && !pin.length) return 'no edits'
  const written = JSON.stringify([replace, drop, pin])
  let sum = 0
  for (let at = 0; at < written.length; at++) sum = (Math.imul(sum, 31) + written.charCodeAt(at)) >>> 0
  return `${count(replace.length)} replaced, ${count(drop.length)} dropped, ${count(pin.length)} pinned (${sum.toString(36)})`
}

/** The settings that the models of an experiment share. */
export function sharedFields({ text, split, training, seed }: Pick<RunSpec, 'text' | 'split' | 'training' | 'seed'>) {
  const fields: SpecField[] = [
    field('text.lowercase', 'Lower-case', text.lowercase ? 'on' : 'off'),
    field('text.punctuation', 'Punctuation', text.punctuation === 'keep' ? 'kept' : 'dropped'),
    field('text.numbers', 'Numbers', numberWords[text.numbers]),
    field('text.stopWords', 'Stop words', stopWordWords(text.stopWords)),
    field('text.level', 'Read by', text.level),
    field('text.phrases', 'Phrases', phraseWords(text.phrases)),
    field('text.edits', 'Vocabulary by hand', editWords(text.edits)),
    field('text.minCount', 'Minimum count', count(text.minCount)),
    field('text.maxSize', 'Vocabulary, at most', count(text.maxSize)),
    field('text.maxLength', 'Words per sentence', count(text.maxLength)),
    field('text.padding', 'Padding', `${text.padding} the words`),
    field('text.truncation', 'Cut off at', `the ${text.truncation}`),
    field('split.train', 'Training part', percent(split.train)),
    field('split.validation', 'Validation part', percent(split.validation)),
    field('split.test', 'Test part', percent(split.test)),
    field('split.useGiven', "The file's own split", split.useGiven ? 'kept' : 'not used'),
    field('training.optimiser', 'Optimiser', optimiserWords[training.optimiser]),
    field('training.learningRate', 'Learning rate', String(training.learningRate)),
    field('training.batchSize', 'Batch size', count(training.batchSize)),
    field('training.epochs', 'Epochs', count(training.epochs)),
    field('training.clipNorm', 'Clip norm at', training.clipNorm === null ? 'off' : String(training.clipNorm)),
    field(
      'training.earlyStopping',
      'Early stopping',
      training.earlyStopping ? `after ${training.earlyStopping.patience} epochs` : 'off',
    ),
    field('training.recordEvery', 'Recorded every', `${count(training.recordEvery)} steps`),
    field('seed', 'Seed', String(seed)),
  ]
  return fields
}

/** The settings of one model, its name left out. Paths begin with `prefix`. */
export const modelFields = (model: ModelSpec, prefix = 'model.'): SpecField[] => [
  field(`${prefix}cell`, 'Cell', cellWords[model.cell]),
  field(
    `${prefix}input`,
    'Input',
    model.input.kind === 'one-hot' ? 'one-hot' : `embedding of ${count(model.input.size)}`,
  ),
  field(`${prefix}hidden`, 'Hidden units', count(model.hidden)),
  field(`${prefix}layers`, 'Layers', count(model.layers)),
  field(`${prefix}dropout`, 'Dropout', percent(model.dropout)),
  ...optionFields(model, prefix),
]

/** Settings of some cells. A cell that does not know one holds its default, so the list is the same for every model. */
const optionFields = (model: ModelSpec, prefix: string): SpecField[] => [
  field(`${prefix}activation`, 'Activation', model.activation === 'relu' ? 'ReLU' : 'tanh'),
  field(`${prefix}pooling`, 'Output sees', model.pooling === 'mean' ? 'the mean of all states' : 'the last state'),
  field(`${prefix}bidirectional`, 'Both directions', model.bidirectional ? 'on' : 'off'),
  field(`${prefix}peephole`, 'Peepholes', model.peephole ? 'on' : 'off'),
  field(`${prefix}forgetBias`, 'Forget bias', String(model.forgetBias)),
  field(`${prefix}clamps`, 'Held', describeClamps(model.clamps)),
]

export const runFields = (spec: RunSpec): SpecField[] => [...modelFields(spec.model), ...sharedFields(spec)]

function field(path: string, label: string, value: string): SpecField {
  return { path, label, value }
}
