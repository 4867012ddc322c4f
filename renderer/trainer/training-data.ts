import type { TrainingData } from '../../shared/engine/training/training-types.ts'
import { readData, readExperiment } from './run-api.ts'

let kept: { experiment: string; fingerprint: string; data: TrainingData } | null = null

/**
 * The encoded sentences of an experiment. Those of the last one are kept, since its models train one after the other; they
 * are read again when its text rules, split or seed have changed, which they can until a run has started.
 */
export async function trainingDataOf(experiment: string): Promise<TrainingData> {
  const read = await readExperiment(experiment)
  const { data: rows, text, split, seed } = read.spec
  const fingerprint = JSON.stringify([rows, text, split, seed, read.vocabulary.id])
  if (kept?.experiment === experiment && kept.fingerprint === fingerprint) return kept.data
  const data = await readData(read)
  kept = { experiment, fingerprint, data }
  return data
}
