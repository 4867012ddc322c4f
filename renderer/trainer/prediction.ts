import * as tf from '@tensorflow/tfjs-core'
import type { Experiment, Run } from '../../shared/contract/experiment.ts'
import type { FromTrainer, PredictedToken, ToTrainer } from '../../shared/contract/trainer.ts'
import { openPredictor } from '../../shared/engine/training/predict.ts'
import type { Predictor } from '../../shared/engine/training/predict.ts'
import { tokenise } from '../../shared/text/tokenise.ts'
import { UNKNOWN_ID, indexVocabulary } from '../../shared/text/vocabulary.ts'
import { ApiError, messageOf } from '../api.ts'
import { useDevice } from './backends.ts'
import * as runApi from './run-api.ts'
import { say } from '../messages.ts'

type Question = Extract<ToTrainer, { kind: 'predict' }>
type Answer = Extract<FromTrainer, { kind: 'prediction' | 'prediction-failed' }>

/** A trained model, ready to answer. */
interface Loaded {
  spec: Run['spec']
  classes: number
  predictor: Predictor
  /** Device that holds the weights. */
  backend: string
  index: ReadonlyMap<string, number>
}

/** Models and vocabularies that stay in memory; the one not asked for longest leaves first. */
const room = 12
const loaded = new Map<string, Promise<Loaded>>()
/** Word → id of the experiments asked about. */
const vocabularies = new Map<string, Promise<ReadonlyMap<string, number>>>()

/** One question after the other: they share the device. */
let turn: Promise<unknown> = Promise.resolve()

/** Works on a question when those before it are answered. The work must answer; it must not throw. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const answered = turn.then(work)
  turn = answered
  return answered
}

/** Resolves when the questions so far are answered: the device may then be changed. */
export const settled = (): Promise<unknown> => turn

/**
 * What a run's model says after every word of a text. `device` is given while this worker trains and resolves when the
 * device is in use: it answers too. Else the processor does, which reads a single sentence faster than a GPU can be asked.
 */
export function answer(question: Question, device: Promise<void> | null): Promise<Answer> {
  return inTurn(async (): Promise<Answer> => {
    const { run, request, text } = question
    try {
      await (device ?? useDevice('wasm'))
      const model = await modelOf(run)
      return { kind: 'prediction', run, request, tokens: await readAloud(model, text), classes: model.classes }
    } catch (error) {
      return { kind: 'prediction-failed', run, request, message: messageOf(error) }
    }
  })
}

/** Drops what is kept of a run: its weights have changed. */
export function forget(run: string): void {
  const model = loaded.get(run)
  loaded.delete(run)
  // Behind the questions that may be using it.
  turn = turn.then(() => model?.then(({ predictor }) => predictor.close())).catch(() => {})
}

async function modelOf(run: string): Promise<Loaded> {
  const kept = await loaded.get(run)
  if (kept && kept.backend !== tf.getBackend()) forget(run)
  const model = loaded.get(run) ?? load(run)
  loaded.delete(run)
  loaded.set(run, model)
  model.catch(() => loaded.delete(run))
  for (const oldest of loaded.keys()) if (loaded.size > room) forget(oldest)
  return await model
}

async function load(id: string): Promise<Loaded> {
  const run = await runApi.readRun(id)
  const experiment = await runApi.readExperiment(run.experimentId)
  const { best, last } = run.checkpoints
  if (best === null && last === null)
    throw new ApiError('checkpoint-not-found', say.stores.hasNotBeenTrainedYet(run.spec.model.name))
  const [bytes, index] = await Promise.all([
    runApi.readCheckpoint(id, best === null ? 'last' : 'best'),
    indexOf(experiment),
  ])
  const classes = experiment.classes.length
  const predictor = openPredictor(bytes, run.spec, { vocabularySize: experiment.vocabulary.size, classes })
  return { spec: run.spec, classes, predictor, backend: tf.getBackend(), index }
}

function indexOf({ id, vocabulary }: Experiment): Promise<ReadonlyMap<string, number>> {
  const key = `${id}/${vocabulary.id}`
  const kept = vocabularies.get(key) ?? runApi.readWords(id).then(indexVocabulary)
  vocabularies.delete(key)
  vocabularies.set(key, kept)
  kept.catch(() => vocabularies.delete(key))
  for (const oldest of vocabularies.keys()) if (vocabularies.size > room) vocabularies.delete(oldest)
  return kept
}

/** The words of a text with what the model says after each. Words beyond `maxLength` are listed, but not read. */
async function readAloud({ spec, predictor, index }: Loaded, text: string): Promise<PredictedToken[]> {
  const { maxLength, truncation } = spec.text
  const tokens = tokenise(text, spec.text, index).map(({ word, start, end }) => ({
    word: text.slice(start, end),
    id: index.get(word) ?? UNKNOWN_ID,
  }))
  const from = truncation === 'start' ? Math.max(0, tokens.length - maxLength) : 0
  const read = tokens.slice(from, from + maxLength)
  const said = await predictor.prefixes(Int32Array.from(read, ({ id }) => id))
  return tokens.map(({ word, id }, n) => {
    const used = n >= from && n < from + maxLength
    return { word, id, unknown: id === UNKNOWN_ID, used, probabilities: used ? [...said[n - from]] : [] }
  })
}
