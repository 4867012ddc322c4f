import { z } from 'zod'
import {
  cellKinds,
  defaultModel,
  defaultTraining,
  modelSpec,
  optimiserKinds,
  runSpec,
  textSpec,
  trainingSpec,
} from '../../shared/contract/spec.ts'
import { DEFAULT_SEED, defaultModels } from './defaults.ts'
import type { CellKind } from '../../shared/contract/spec.ts'

/** Something wrong with what was typed, in one line for the terminal. */
export class UsageError extends Error {}

/** One option of the command: what follows it, what it does, and how its text becomes a value. */
interface Option<Value> {
  value: string
  help: string
  /** @throws {UsageError} when the text is no such value. */
  read(text: string, flag: string): Value
}

const option = <Value>(value: string, help: string, read: Option<Value>['read']): Option<Value> => ({
  value,
  help,
  read,
})
const anyText = (text: string, flag: string) => {
  if (text.trim() === '') throw new UsageError(`${flag} needs a value.`)
  return text
}

/** A schema of the contract decides which numbers are good; `what` says it in words. */
const number =
  (schema: { safeParse(value: number): { success: boolean } }, what: string) => (text: string, flag: string) => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (!schema.safeParse(value).success) throw new UsageError(`${flag} must be ${what}, got "${text}".`)
    return value
  }
const numberOrNone = (schema: Parameters<typeof number>[0], what: string) => (text: string, flag: string) =>
  text === 'none' ? null : number(schema, `${what} or "none"`)(text, flag)
const oneOf =
  <const Choice extends string>(choices: readonly Choice[]) =>
  (text: string, flag: string): Choice => {
    const found = choices.find((choice) => choice === text.toLowerCase())
    if (found === undefined) throw new UsageError(`${flag} must be one of ${choices.join(', ')}, got "${text}".`)
    return found
  }

function readModels(text: string, flag: string): CellKind[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.every((name) => name === '')) throw new UsageError(`${flag} needs at least one of ${cellKinds.join(', ')}.`)
  const models = names.filter((name) => name !== '').map((name) => oneOf(cellKinds)(name, flag))
  const twice = models.find((model, i) => models.indexOf(model) !== i)
  if (twice) throw new UsageError(`${flag} names ${twice} twice.`)
  return models
}

function readInput(text: string, flag: string): { kind: 'one-hot' } | { kind: 'embedding'; size: number } {
  if (text === 'one-hot') return { kind: 'one-hot' }
  const size = number(modelSpec.shape.hidden, 'a whole number from 1 to 1024 or "one-hot"')(text, flag)
  return { kind: 'embedding', size }
}

const training = trainingSpec.shape
const jobCount = z.int().min(1).max(64)
const defaults = defaultTraining
const count = 'a whole number of at least 1'

/** The options of `compare`, in the order in which --help lists them. */
export const compareOptions = {
  text: option('COL', 'column of the texts: its name, or its number from 1', anyText),
  label: option('COL', 'column of the labels', anyText),
  models: option(
    'LIST',
    `models, separated by commas, from ${cellKinds.join(', ')} (${defaultModels.join(',')})`,
    readModels,
  ),
  epochs: option(
    'N',
    `times through the training part, at most (${defaults.epochs})`,
    number(training.epochs, 'a whole number from 1 to 10000'),
  ),
  seed: option(
    'S',
    `seed of split, initialisation, order and dropout (${DEFAULT_SEED})`,
    number(runSpec.shape.seed, 'a whole number from 0 to 4294967295'),
  ),
  json: option('OUT', 'write the results to this file as JSON ("-": to the terminal)', anyText),
  hidden: option(
    'N',
    `hidden units per layer (${defaultModel('lstm').hidden})`,
    number(modelSpec.shape.hidden, 'a whole number from 1 to 1024'),
  ),
  embedding: option('N', 'size of the learned word vectors, or "one-hot" (32)', readInput),
  layers: option('N', 'hidden layers', number(modelSpec.shape.layers, 'a whole number from 1 to 4')),
  dropout: option(
    'P',
    'share of features dropped in training',
    number(modelSpec.shape.dropout, 'a number from 0 to 0.9'),
  ),
  optimiser: option('NAME', `${optimiserKinds.join(', ')} (${defaults.optimiser})`, oneOf(optimiserKinds)),
  'learning-rate': option(
    'X',
    `learning rate (${defaults.learningRate})`,
    number(training.learningRate, 'a number above 0, at most 100'),
  ),
  batch: option(
    'N',
    `sentences per step (${defaults.batchSize})`,
    number(training.batchSize, 'a whole number from 1 to 4096'),
  ),
  clip: option(
    'X',
    `largest global gradient norm, or "none" (${defaults.clipNorm})`,
    numberOrNone(training.clipNorm, 'a number above 0'),
  ),
  patience: option(
    'N',
    `stop after so many epochs without a better validation loss, or "none" (${defaults.earlyStopping?.patience})`,
    numberOrNone(training.earlyStopping.unwrap().shape.patience, 'a whole number from 1 to 1000'),
  ),
  'max-length': option(
    'N',
    'words per sentence; longer ones are cut',
    number(textSpec.shape.maxLength, 'a whole number from 1 to 2000'),
  ),
  'min-count': option('N', 'a word must occur so often to be known', number(textSpec.shape.minCount, count)),
  'max-words': option('N', 'largest vocabulary', number(textSpec.shape.maxSize, count)),
  punctuation: option('RULE', 'keep marks as words of their own, or drop them', oneOf(['keep', 'drop'])),
  numbers: option(
    'RULE',
    'keep numbers, make all of them one word (one-token), or drop them',
    oneOf(['keep', 'one-token', 'drop']),
  ),
  'stop-words': option('LIST', 'drop the English stop words ("english"), or "none"', oneOf(['none', 'english'])),
  level: option('LEVEL', 'read by word or by character', oneOf(['word', 'character'])),
  phrases: option(
    'N',
    'make frequent phrases of up to N words one word (1: none)',
    number(textSpec.shape.phrases.unwrap().shape.longest, 'a whole number from 1 to 3'),
  ),
  spec: option('FILE', 'take all settings from the JSON of an experiment; other options override it', anyText),
  name: option('TEXT', 'name of the experiment', anyText),
  data: option('DIR', 'data folder (else UNROLL_DATA, else the usual place)', anyText),
  jobs: option(
    'N',
    'models that train side by side, with the same results (one per core)',
    number(jobCount, 'a whole number from 1 to 64'),
  ),
  device: option('NAME', 'cpu or wasm; the fastest that is there when not given', oneOf(['cpu', 'wasm'])),
}

type Options = typeof compareOptions
export type OptionValues = { [Name in keyof Options]?: ReturnType<Options[Name]['read']> }
