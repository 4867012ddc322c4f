import { unpackEncoded } from '../../shared/contract/encoded.ts'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import { NOT_JUDGED, VERDICT_STRETCH, packVerdicts } from '../../shared/contract/verdicts.ts'
import { openJudge } from '../../shared/engine/training/judge.ts'
import type { Judge } from '../../shared/engine/training/judge.ts'
import { ApiError, messageOf } from '../api.ts'
import { say } from '../messages.ts'
import { useDevice } from './backends.ts'
import { chooseDevice, findWebgl } from './devices.ts'
import type { FromJudge, ToJudge } from './judge-messages.ts'
import * as runApi from './run-api.ts'

/**
 * The Web Worker in which a run judges the rows of its data set, stretch by stretch: the host reads them, the device computes, the
 * host keeps what came of it. Whoever wants it to stop ends the worker: what has been judged by then is kept.
 */
self.onmessage = ({ data }: MessageEvent<ToJudge>) => {
  judgeAll(data).then(
    (rows) => post({ kind: 'judged', rows }),
    (error: unknown) => post({ kind: 'failed', message: messageOf(error) }),
  )
}

const post = (message: FromJudge) => self.postMessage(message)
const breathe = () => Promise.resolve()

async function judgeAll({ run: id, device }: ToJudge): Promise<number> {
  const run = await runApi.readRun(id)
  const experiment = await runApi.readExperiment(run.experimentId)
  const { revision, checkpoint, stretches, todo } = await runApi.readJudging(id)
  if (checkpoint === null)
    throw new ApiError('checkpoint-not-found', say.stores.hasNotBeenTrainedYet(run.spec.model.name))
  post({ kind: 'judging', done: stretches - todo.length, of: stretches })
  await useDevice(chooseDevice(device, findWebgl()).device)
  const bytes = await runApi.readCheckpoint(id, run.checkpoints.best === null ? 'last' : 'best')
  const dims = { vocabularySize: experiment.vocabulary.size, classes: experiment.classes.length }
  const judge = openJudge(bytes, run.spec, dims)
  const read = async (first: number) => unpackEncoded(await runApi.readSentences(id, first, revision))
  let rows = 0
  // The host reads the next stretch while the device is at this one.
  let next = todo.length > 0 ? read(todo[0]) : null
  for (const [at, first] of todo.entries()) {
    const part = await (next ?? read(first))
    next = at + 1 < todo.length ? read(todo[at + 1]) : null
    await runApi.saveVerdicts(id, first, { revision, checkpoint }, await judged(judge, part, first))
    rows += part.labels.length
    post({ kind: 'judging', done: stretches - todo.length + at + 1, of: stretches })
  }
  judge.close()
  return rows
}

/** By id: rows that are not there are not judged. */
async function judged(judge: Judge, part: EncodedPart, first: number) {
  const { classes, chances } = await judge.judge(part, breathe)
  const length = Math.min(VERDICT_STRETCH, (part.rowIds.at(-1) ?? first) - first + 1)
  const byId = { classes: new Uint8Array(length).fill(NOT_JUDGED), chances: new Uint16Array(length) }
  for (const [n, id] of part.rowIds.entries()) {
    byId.classes[id - first] = classes[n]
    byId.chances[id - first] = chances[n]
  }
  return packVerdicts(byId)
}
