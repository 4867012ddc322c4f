import { api, request, requestBytes } from '../api.ts'
import type { Experiment, Run } from '../../shared/contract/experiment.ts'
import { openModel } from '../../shared/engine/inspect/model.ts'
import type { InspectedModel } from '../../shared/engine/inspect/model.ts'
import { decodeSafetensors } from '../../shared/engine/training/safetensors.ts'

export type Weights = 'best' | 'last'

/** A trained model laid open, with the training step its weights are from. */
export interface OpenedModel {
  run: Run
  weights: Weights
  step: number
  model: InspectedModel
}

/** Models and vocabularies that stay open; the one not asked for longest leaves first. */
const room = 8
const opened = new Map<string, Promise<OpenedModel>>()
const vocabularies = new Map<string, Promise<readonly string[]>>()

/** Which weights of a run are on disk, the better ones first. */
export const weightsOf = ({ checkpoints }: Run): Weights[] =>
  (['best', 'last'] as const).filter((kind) => checkpoints[kind] !== null)

/**
 * Reads a checkpoint of a run and lays it open. The same weights are read once.
 * @throws {ApiError} when there is no such checkpoint; {RangeError} when it is none of this model.
 */
export function openInspected(run: Run, experiment: Experiment, weights: Weights): Promise<OpenedModel> {
  const step = run.checkpoints[weights] ?? 0
  const key = `${run.id}/${weights}/${step}`
  const model = opened.get(key) ?? read(run, experiment, weights)
  opened.delete(key)
  opened.set(key, model)
  model.catch(() => opened.delete(key))
  for (const oldest of opened.keys()) if (opened.size > room) opened.delete(oldest)
  return model
}

async function read(run: Run, experiment: Experiment, weights: Weights): Promise<OpenedModel> {
  const param = { id: run.id, kind: weights }
  const bytes = await requestBytes(api.runs[':id'].checkpoints[':kind'].$get({ param }))
  const { model: spec, text } = run.spec
  const dims = {
    vocabularySize: experiment.vocabulary.size,
    classes: experiment.classes.length,
    maxLength: text.maxLength,
  }
  const model = openModel(decodeSafetensors(new Uint8Array(bytes)), { spec, dims, padding: text.padding })
  return { run, weights, step: run.checkpoints[weights] ?? 0, model }
}

/** The words of an experiment's vocabulary: the word of id i is entry i. */
export function readWords({ id, vocabulary }: Experiment): Promise<readonly string[]> {
  const key = `${id}/${vocabulary.id}`
  const kept =
    vocabularies.get(key) ??
    request(api.experiments[':id'].vocabulary.$get({ param: { id } })).then(({ words }) => words)
  vocabularies.delete(key)
  vocabularies.set(key, kept)
  kept.catch(() => vocabularies.delete(key))
  for (const oldest of vocabularies.keys()) if (vocabularies.size > room) vocabularies.delete(oldest)
  return kept
}
