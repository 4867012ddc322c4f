import { setImmediate } from 'node:timers/promises'
import { UnrollError } from '../../../shared/contract/errors.ts'
import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import { VERDICT_STRETCH } from '../../../shared/contract/verdicts.ts'
import type { Judging } from '../../../shared/contract/verdicts.ts'
import { encodePart } from '../../../shared/text/encode.ts'
import type { SentenceRow } from '../../../shared/text/encode.ts'
import { words } from '../../../shared/text/tokenise.ts'
import type { EditStore } from '../../storage/edit-store.ts'
import type { ExperimentStore } from '../../storage/experiment-store.ts'
import type { RunStore } from '../../storage/run-store.ts'
import type { VerdictStore } from '../../storage/verdict-store.ts'
import { wordsOf } from '../known-words.ts'

const BREATH_ROWS = 500

export interface JudgingStores {
  runs: RunStore
  experiments: ExperimentStore
  edits: EditStore
  verdicts: VerdictStore
}

/** How far the rows of a run's data set have been judged by it. */
export function judgingOf({ runs, experiments, edits, verdicts }: JudgingStores, id: string): Judging {
  const run = runs.find(id)
  const dataset = experiments.find(run.experimentId).dataset.key
  const revision = edits.headOf(dataset)
  const end = edits.rows.end(dataset)
  const done = new Map(verdicts.stretches(run.key).map((one) => [one.first, one.revision]))
  const stale = new Map<number, Set<number>>()
  for (const at of new Set(done.values()))
    stale.set(at, new Set(verdicts.changedTexts(dataset, at, revision).map((id) => id - (id % VERDICT_STRETCH))))
  const todo: number[] = []
  for (let first = 0; first < end; first += VERDICT_STRETCH) {
    const at = done.get(first)
    if (at === undefined || stale.get(at)?.has(first)) todo.push(first)
  }
  const stretches = Math.ceil(end / VERDICT_STRETCH)
  return { revision, checkpoint: verdicts.weightsOf(run.key), stretches, todo }
}

/**
 * A stretch of rows as a run reads them.
 * @throws {DOMException} AbortError. @throws {UnrollError} bad-request where there is no such revision.
 */
export async function sentencesOf(
  { runs, experiments, edits }: JudgingStores,
  { run, first, revision }: { run: string; first: number; revision: number },
  signal: AbortSignal,
): Promise<EncodedPart> {
  const { experimentId } = runs.find(run)
  const dataset = experiments.find(experimentId).dataset.key
  if (revision > edits.headOf(dataset))
    throw new UnrollError('bad-request', `This data set has no revision ${revision} yet.`)
  const { text, index } = wordsOf(experiments, experimentId)
  const read: SentenceRow[] = []
  for (const row of edits.rows.range(dataset, revision, first, first + VERDICT_STRETCH)) {
    read.push({ id: row.id, label: row.label, words: words(row.text, text, index) })
    if (read.length % BREATH_ROWS > 0) continue
    await setImmediate()
    signal.throwIfAborted()
  }
  return encodePart(read, index, text)
}
