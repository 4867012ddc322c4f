import { ApiError, api, apiBase, errorOf, request, requestBytes, unreachable } from '../api.ts'
import { unpackEncoded } from '../../shared/contract/encoded.ts'
import { encodeMetrics } from '../../shared/contract/metrics.ts'
import type { EpochRecord, Experiment, Run, RunUpdate } from '../../shared/contract/experiment.ts'
import type { MetricTable } from '../../shared/contract/metrics.ts'
import type { Judging } from '../../shared/contract/verdicts.ts'
import type { TrainingData } from '../../shared/engine/training/training-types.ts'

export type CheckpointKind = 'last' | 'best'

/** The requests of the trainer, each by its purpose. They throw `ApiError` with the server's words. */
export const readRun = (id: string): Promise<Run> => request<Run>(api.runs[':id'].$get({ param: { id } }))

export const readExperiment = (id: string): Promise<Experiment> =>
  request<Experiment>(api.experiments[':id'].$get({ param: { id } }))

export async function readWords(experiment: string): Promise<string[]> {
  const answer = await request<{ words: string[] }>(
    api.experiments[':id'].vocabulary.$get({ param: { id: experiment } }),
  )
  return answer.words
}

export async function readData({ id, vocabulary, classes }: Experiment): Promise<TrainingData> {
  const part = async (name: 'train' | 'validation' | 'test') =>
    unpackEncoded(await requestBytes(api.experiments[':id'].encoded[':part'].$get({ param: { id, part: name } })))
  const [train, validation, test] = await Promise.all([part('train'), part('validation'), part('test')])
  return { vocabularySize: vocabulary.size, classes: classes.length, parts: { train, validation, test } }
}

export const updateRun = (id: string, changes: RunUpdate): Promise<Run> =>
  request<Run>(api.runs[':id'].$patch({ param: { id }, json: changes }))

export const restartRun = (id: string): Promise<Run> => request<Run>(api.runs[':id'].restart.$post({ param: { id } }))

export const addEpoch = (id: string, record: EpochRecord): Promise<Run> =>
  request<Run>(api.runs[':id'].epochs.$post({ param: { id }, json: record }))

export const appendMetrics = (id: string, table: MetricTable): Promise<void> =>
  sendBytes('POST', `/runs/${id}/metrics`, encodeMetrics(table))

export const readCheckpoint = async (id: string, kind: CheckpointKind): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await requestBytes(api.runs[':id'].checkpoints[':kind'].$get({ param: { id, kind } })))

/** With `rewind`, what was recorded after the checkpoint's step is dropped. */
export const saveCheckpoint = (id: string, kind: CheckpointKind, bytes: Uint8Array<ArrayBuffer>, rewind = false) =>
  sendBytes('PUT', `/runs/${id}/checkpoints/${kind}${rewind ? '?rewind=1' : ''}`, bytes)

export const saveSnapshot = (id: string, step: number, bytes: Uint8Array<ArrayBuffer>) =>
  sendBytes('PUT', `/runs/${id}/snapshots/${step}`, bytes)

export const readJudging = (id: string): Promise<Judging> =>
  request<Judging>(api.runs[':id'].verdicts.$get({ param: { id } }))

/** A stretch of rows as the run reads them, packed. */
export const readSentences = (id: string, first: number, revision: number): Promise<ArrayBuffer> =>
  requestBytes(
    api.runs[':id'].verdicts[':first'].$get({
      param: { id, first: String(first) },
      query: { revision: String(revision) },
    }),
  )

export const saveVerdicts = (
  id: string,
  first: number,
  { revision, checkpoint }: { revision: number; checkpoint: number },
  bytes: Uint8Array<ArrayBuffer>,
) => sendBytes('PUT', `/runs/${id}/verdicts/${first}?revision=${revision}&checkpoint=${checkpoint}`, bytes)

async function sendBytes(method: 'POST' | 'PUT', path: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const headers = { 'Content-Type': 'application/octet-stream' }
  const response = await fetch(`${apiBase}${path}`, { method, headers, body }).catch(() => {
    throw unreachable()
  })
  if (!response.ok) throw errorOf(response.status, await response.json().catch(() => null))
  await response.body?.cancel()
}

/** True for what may be over in a moment: no answer, or a mistake inside the server. A refusal will be repeated. */
export const mayPass = (error: unknown) =>
  !(error instanceof ApiError) || error.code === 'unreachable' || error.code === 'internal'
