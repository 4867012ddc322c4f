import { editStacks } from '../../shared/data/edit-stacks.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { EditResult, RowEdit } from '../../shared/contract/edits.ts'
import type { EditStore, NewEdit, RowChange } from '../storage/edit-store.ts'
import { changesBackTo, changesOf, detailOf } from './edit-changes.ts'

const nothingLeft = { undo: 'There is nothing to undo.', redo: 'There is nothing to redo.' }
const noLonger = {
  undo: 'This edit can no longer be undone: it has been undone already. Look at the history again.',
  redo: 'This edit can no longer be redone: other edits have come since. Look at the history again.',
}

/** An edit that has been checked and whose rows are known. */
export interface PlannedEdit {
  dataset: number
  edit: RowEdit
  /** The revision that the user was looking at. */
  seen: number
  /** Rows of an edit of several. */
  ids: readonly number[]
}

export interface PlannedStep {
  dataset: number
  kind: 'undo' | 'redo'
  /** The edit to go to; null: the next one. */
  to: number | null
}

/** @throws {UnrollError} edit-conflict, disk-full; then nothing has changed. */
export const applyEdit = (edits: EditStore, { dataset, edit, seen, ids }: PlannedEdit): EditResult =>
  commit(edits, dataset, { kind: edit.kind, detail: detailOf(edit), undoes: null }, (head) =>
    changesOf(edit, { rows: edits.rows, dataset, seen, ids }, head),
  )

/** Takes back the last edit, or all down to the one named; or brings back. @throws {UnrollError} edit-conflict, disk-full */
export function applyStep(edits: EditStore, { dataset, kind, to }: PlannedStep): EditResult {
  return edits.together(() => {
    const stack = editStacks(edits.log(dataset))[kind]
    const undoes = to ?? stack[0]
    if (undoes === undefined) throw new UnrollError('edit-conflict', nothingLeft[kind])
    if (!stack.includes(undoes)) throw new UnrollError('edit-conflict', noLonger[kind], { to })
    const goal = kind === 'undo' ? undoes - 1 : undoes
    return commit(edits, dataset, { kind, detail: {}, undoes }, (head) =>
      changesBackTo(edits.rows, dataset, goal, head),
    )
  })
}

/** Rows that a step may touch at most: those of the edits from the newest back to its goal. */
export function rowsOfStep(edits: EditStore, { dataset, kind, to }: PlannedStep): number {
  const log = edits.log(dataset)
  const undoes = to ?? editStacks(log)[kind][0] ?? Infinity
  return log.reduce((sum, { revision, touched }) => sum + (revision >= undoes ? touched : 0), 0)
}

function commit(
  edits: EditStore,
  dataset: number,
  edit: NewEdit,
  changesAt: (head: number) => Iterable<readonly RowChange[]>,
): EditResult {
  const made = edits.commit(dataset, edit, changesAt)
  return made ? { revision: made.entry.revision, ...made } : { revision: edits.headOf(dataset), entry: null, ids: [] }
}
