import { unpackEncoded } from '../../shared/contract/encoded.ts'
import { LabFailure } from '../../shared/labs/lab-failure.ts'
import type { OwnRun } from '../../shared/labs/order/own-run.ts'
import { api, requestBytes } from '../api.ts'
import { readCheckpoint, readExperiment, readRun, readWords } from './run-api.ts'

/** A run of the user's with its best weights, its test part and its vocabulary. @throws {LabFailure | ApiError} */
export async function openOwnRun(id: string): Promise<OwnRun> {
  const run = await readRun(id)
  if (run.checkpoints.best === null)
    throw new LabFailure(`“${run.spec.model.name}” has no kept weights yet: let it train for at least one epoch.`)
  const experiment = await readExperiment(run.experimentId)
  const part = requestBytes(
    api.experiments[':id'].encoded[':part'].$get({ param: { id: run.experimentId, part: 'test' } }),
  )
  const [bytes, words, checkpoint] = await Promise.all([part, readWords(run.experimentId), readCheckpoint(id, 'best')])
  return {
    name: run.spec.model.name,
    spec: run.spec,
    dims: { vocabularySize: experiment.vocabulary.size, classes: experiment.classes.length },
    ...{ checkpoint, words, test: unpackEncoded(bytes) },
  }
}
