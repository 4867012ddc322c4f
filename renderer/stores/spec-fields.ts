import { format, say } from '../messages.ts'
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
  get momentum() {
    return say.stores.momentum
  },
  rmsprop: 'RMSprop',
  adam: 'Adam',
}

const count = (value: number) => format.whole(value)
const percent = (share: number) => `${format.decimal(100 * share, 2)} %`

const numberWords: Record<TextSpec['numbers'], string> = {
  get keep() {
    return say.stores.kept
  },
  get 'one-token'() {
    return say.stores.oneWord
  },
  get drop() {
    return say.stores.droppedWord
  },
}
const stopWordWords = (rule: TextSpec['stopWords']) =>
  rule.kind === 'none'
    ? say.stores.kept
    : rule.kind === 'english'
      ? say.stores.englishOnesDropped
      : say.stores.dropped(count(rule.words.length))
const phraseWords = ({ longest, minCount }: TextSpec['phrases']) =>
  longest === 1 ? say.stores.none : say.stores.upToWordsSeenTimes(longest, count(minCount))
/** Two lists of the same lengths may differ: a short sum tells them apart. */
const editWords = (edits: TextSpec['edits']) => {
  const { replace, drop, pin } = edits
  if (!replace.length && !drop.length && !pin.length) return say.stores.noEdits
  const written = JSON.stringify([replace, drop, pin])
  let sum = 0
  for (let at = 0; at < written.length; at++) sum = (Math.imul(sum, 31) + written.charCodeAt(at)) >>> 0
  return say.stores.replacedDroppedPinned(
    count(replace.length),
    count(drop.length),
    count(pin.length),
    sum.toString(36),
  )
}

/** The settings that the models of an experiment share. */
export function sharedFields({ text, split, training, seed }: Pick<RunSpec, 'text' | 'split' | 'training' | 'seed'>) {
  const fields: SpecField[] = [
    field('text.lowercase', say.stores.lowerCase, text.lowercase ? say.stores.on : say.stores.off),
    field(
      'text.punctuation',
      say.stores.punctuation,
      text.punctuation === 'keep' ? say.stores.kept : say.stores.droppedWord,
    ),
    field('text.numbers', say.stores.numbers, numberWords[text.numbers]),
    field('text.stopWords', say.stores.stopWords, stopWordWords(text.stopWords)),
    field('text.level', say.stores.readBy, text.level === 'word' ? say.stores.wordLevel : say.stores.characterLevel),
    field('text.phrases', say.stores.phrases, phraseWords(text.phrases)),
    field('text.edits', say.stores.vocabularyByHand, editWords(text.edits)),
    field('text.minCount', say.stores.minimumCount, count(text.minCount)),
    field('text.maxSize', say.stores.vocabularyAtMost, count(text.maxSize)),
    field('text.maxLength', say.stores.wordsPerSentence, count(text.maxLength)),
    field(
      'text.padding',
      say.stores.padding,
      text.padding === 'after' ? say.stores.afterTheWords : say.stores.beforeTheWords,
    ),
    field('text.truncation', say.stores.cutOffAt, text.truncation === 'end' ? say.stores.theEnd : say.stores.theStart),
    field('split.train', say.stores.trainingPart, percent(split.train)),
    field('split.validation', say.stores.validationPart, percent(split.validation)),
    field('split.test', say.stores.testPart, percent(split.test)),
    field('split.useGiven', say.stores.theFilesOwnSplit, split.useGiven ? say.stores.kept : say.stores.notUsed),
    field('training.optimiser', say.stores.optimiser, optimiserWords[training.optimiser]),
    field('training.learningRate', say.stores.learningRate, format.decimal(training.learningRate, 12)),
    field('training.batchSize', say.stores.batchSize, count(training.batchSize)),
    field('training.epochs', say.stores.epochs, count(training.epochs)),
    field(
      'training.clipNorm',
      say.stores.clipNormAt,
      training.clipNorm === null ? say.stores.off : format.decimal(training.clipNorm, 12),
    ),
    field(
      'training.earlyStopping',
      say.stores.earlyStopping,
      training.earlyStopping ? say.stores.afterEpochs(training.earlyStopping.patience) : say.stores.off,
    ),
    field('training.recordEvery', say.stores.recordedEvery, say.stores.steps(count(training.recordEvery))),
    field('seed', say.stores.seed, String(seed)),
  ]
  return fields
}

/** The settings of one model, its name left out. Paths begin with `prefix`. */
export const modelFields = (model: ModelSpec, prefix = 'model.'): SpecField[] => [
  field(`${prefix}cell`, say.stores.cell, cellWords[model.cell]),
  field(
    `${prefix}input`,
    say.stores.input,
    model.input.kind === 'one-hot' ? 'one-hot' : say.stores.embeddingOf(count(model.input.size)),
  ),
  field(`${prefix}hidden`, say.stores.hiddenUnits, count(model.hidden)),
  field(`${prefix}layers`, say.stores.layers, count(model.layers)),
  field(`${prefix}dropout`, say.stores.dropout, percent(model.dropout)),
  ...optionFields(model, prefix),
]

/** Settings of some cells. A cell that does not know one holds its default, so the list is the same for every model. */
const optionFields = (model: ModelSpec, prefix: string): SpecField[] => [
  field(`${prefix}activation`, say.stores.activation, model.activation === 'relu' ? 'ReLU' : 'tanh'),
  field(
    `${prefix}pooling`,
    say.stores.outputSees,
    model.pooling === 'mean' ? say.stores.theMeanOfAllStates : say.stores.theLastState,
  ),
  field(`${prefix}bidirectional`, say.stores.bothDirections, model.bidirectional ? say.stores.on : say.stores.off),
  field(`${prefix}peephole`, say.stores.peepholes, model.peephole ? say.stores.on : say.stores.off),
  field(`${prefix}forgetBias`, say.stores.forgetBias, format.decimal(model.forgetBias, 12)),
  field(`${prefix}clamps`, say.stores.held, describeClamps(model.clamps)),
]

export const runFields = (spec: RunSpec): SpecField[] => [...modelFields(spec.model), ...sharedFields(spec)]

function field(path: string, label: string, value: string): SpecField {
  return { path, label, value }
}
