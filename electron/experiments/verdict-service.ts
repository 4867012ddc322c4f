import { UnrollError } from '../../shared/contract/errors.ts'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import { unpackVerdicts } from '../../shared/contract/verdicts.ts'
import type { Judging } from '../../shared/contract/verdicts.ts'
import type { RowThread } from '../editing/thread/row-thread.ts'
import type { EditStore } from '../storage/edit-store.ts'
import type { ExperimentStore } from '../storage/experiment-store.ts'
import type { RunStore } from '../storage/run-store.ts'
import type { VerdictStore } from '../storage/verdict-store.ts'

/** What runs say of the rows of their data sets; the page's device computes it. */
export interface VerdictService {
  judging(run: string): Promise<Judging>
  /** A stretch of rows as the run reads them, at a revision of the data set. */
  sentences(run: string, first: number, revision: number, signal?: AbortSignal): Promise<EncodedPart>
  /** @throws {UnrollError} bad-request; run-state when the run has other weights by now. */
  save(run: string, first: number, at: { revision: number; checkpoint: number }, bytes: Uint8Array): void
}

export interface VerdictParts {
  thread: RowThread
  runs: RunStore
  experiments: ExperimentStore
  edits: EditStore
  verdicts: VerdictStore
}

export function verdictService({ thread, runs, experiments, edits, verdicts }: VerdictParts): VerdictService {
  return {
    judging: async (id) => thread.call('judging', { run: runs.find(id).id }),
    sentences: async (id, first, revision, signal) =>
      thread.call('sentences', { run: runs.find(id).id, first, revision }, { signal }),
    save: (id, first, at, bytes) => {
      const { key, experimentId } = runs.find(id)
      const { dataset } = experiments.find(experimentId, { hidden: true })
      if (at.revision > edits.headOf(dataset.key) || first >= edits.rows.end(dataset.key))
        throw new UnrollError('bad-request', 'There are no such rows in the data set of this run.')
      const read = readVerdicts(bytes, dataset.classes.length)
      if (at.checkpoint !== verdicts.weightsOf(key))
        throw new UnrollError(
          'run-state',
          'This run has been trained on meanwhile, so what its earlier weights say of the rows is not kept. Judge the rows again.',
        )
      verdicts.save(key, first, at, read)
    },
  }
}

function readVerdicts(bytes: Uint8Array, classes: number) {
  try {
    return unpackVerdicts(bytes, classes)
  } catch (error) {
    if (error instanceof RangeError)
      throw new UnrollError('bad-request', `The body is not the verdicts of a stretch of rows (${error.message}).`)
    throw error
  }
}
