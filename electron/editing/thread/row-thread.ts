import type { EditResult } from '../../../shared/contract/edits.ts'
import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import type { Judging } from '../../../shared/contract/verdicts.ts'
import { threadLimits, workerFile } from '../../importing/worker-file.ts'
import { callThread } from '../../thread-calls.ts'
import type { CallThread } from '../../thread-calls.ts'
import type { PlannedEdit, PlannedStep } from '../apply-edit.ts'
import type { RowQuestion } from '../row-filter.ts'
import type { FoundRows } from './find-rows.ts'

/** What the thread beside the host does with rows, each with a connection of its own to the database. */
export type RowCalls = {
  find: { takes: { dataset: number; revision: number; question: RowQuestion }; tells: FoundRows; answers: null }
  edit: { takes: PlannedEdit; tells: never; answers: EditResult }
  step: { takes: PlannedStep; tells: never; answers: EditResult }
  judging: { takes: { run: string }; tells: never; answers: Judging }
  sentences: { takes: { run: string; first: number; revision: number }; tells: never; answers: EncodedPart }
  /** Works out the report and fingerprint of a revision and keeps them. */
  figures: { takes: { dataset: number; revision: number }; tells: never; answers: string }
}
export type RowThread = CallThread<RowCalls>

/** From so many rows on, what looks at all of them is done in the thread. */
export const THREAD_ROWS = 20_000
/** From so many rows on, what changes them is done in the thread. */
export const THREAD_CHANGES = 1000

export const rowThread = (folder: string): RowThread =>
  callThread<RowCalls>(workerFile('row-worker'), { folder }, threadLimits)
