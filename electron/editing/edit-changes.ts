import { UnrollError } from '../../shared/contract/errors.ts'
import type { EditDetail, ListedRow, RowEdit } from '../../shared/contract/edits.ts'
import type { RowReader } from '../storage/edit-rows.ts'
import type { RowChange } from '../storage/edit-store.ts'

/** Rows read and written at once inside the transaction of an edit. */
const HANDFUL = 1000
/** Of the text, in the history. */
const BEGINNING = 80

export interface ChangeTask {
  rows: RowReader
  dataset: number
  /** What the user was looking at. */
  seen: number
  /** Rows of an edit by filter. */
  ids: readonly number[]
}

/** What each kind of edit does to rows, in handfuls. `head` is the newest revision, inside the transaction. */
export function* changesOf(edit: RowEdit, task: ChangeTask, head: number): Generator<RowChange[]> {
  const { rows, dataset } = task
  switch (edit.kind) {
    case 'add': {
      const first = rows.end(dataset)
      yield edit.rows.map(({ refused: _, ...row }, n) => ({ before: null, after: { id: first + n, ...row } }))
      return
    }
    case 'text': {
      const before = only(task, head, edit.id)
      yield [{ before, after: { ...before, text: edit.text } }]
      return
    }
    case 'split': {
      const before = only(task, head, edit.id)
      const added = { ...before, id: rows.end(dataset), text: edit.second }
      yield [
        { before, after: { ...before, text: edit.first } },
        { before: null, after: added },
      ]
      return
    }
    default:
      for (let from = 0; from < task.ids.length; from += HANDFUL) {
        const ids = task.ids.slice(from, from + HANDFUL)
        const found = rows.these(dataset, head, ids)
        for (const row of found) refuseUnseen(row, task.seen)
        yield found.map((before) => ({ before, after: afterOf(edit, before) }))
      }
  }
}

function afterOf(edit: Extract<RowEdit, { target: unknown }>, row: ListedRow): ListedRow | null {
  if (edit.kind === 'delete') return null
  return edit.kind === 'relabel' ? { ...row, label: edit.label } : { ...row, part: edit.part }
}

/** @throws {UnrollError} edit-conflict when the row has gone or changed since it was looked at. */
function only({ rows, dataset, seen }: ChangeTask, head: number, id: number): ListedRow {
  const [row] = rows.these(dataset, head, [id])
  if (!row) throw new UnrollError('edit-conflict', 'This row has been deleted meanwhile. Undo brings it back.', { id })
  refuseUnseen(row, seen)
  return row
}

function refuseUnseen({ id, since }: ListedRow, seen: number): void {
  if (since > seen)
    throw new UnrollError(
      'edit-conflict',
      'This row has been changed in another window since you looked at it. Look at it again, then repeat the change.',
      { id },
    )
}

/** Brings every row back to what it was at a revision. */
export function* changesBackTo(
  rows: RowReader,
  dataset: number,
  revision: number,
  head: number,
): Generator<RowChange[]> {
  const touched = rows.touchedAfter(dataset, revision)
  for (let from = 0; from < touched.length; from += HANDFUL) {
    const ids = touched.slice(from, from + HANDFUL)
    const now = new Map(rows.these(dataset, head, ids).map((row) => [row.id, row]))
    const then = new Map(rows.these(dataset, revision, ids).map((row) => [row.id, row]))
    yield ids.map((id) => ({ before: now.get(id) ?? null, after: then.get(id) ?? null }))
  }
}

/** What the history remembers of an edit. */
export function detailOf(edit: RowEdit): EditDetail {
  switch (edit.kind) {
    case 'add':
      return edit.rows.length === 1 ? detailOfRow(edit.rows[0]) : {}
    case 'text':
      return { text: beginning(edit.text) }
    case 'split':
      return { text: beginning(edit.first) }
    case 'relabel':
      return { label: edit.label, ...filtered(edit) }
    case 'part':
      return { part: edit.part, ...filtered(edit) }
    case 'delete':
      return filtered(edit)
  }
}

const detailOfRow = ({ text, label, refused }: Extract<RowEdit, { kind: 'add' }>['rows'][number]): EditDetail => ({
  ...{ text: beginning(text), label },
  ...(refused === undefined ? {} : { refused }),
})
const beginning = (text: string) => text.slice(0, BEGINNING)
const filtered = ({ target }: Extract<RowEdit, { target: unknown }>): EditDetail =>
  'filter' in target ? { filtered: true } : {}
