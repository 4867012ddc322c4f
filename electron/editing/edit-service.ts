import { editStacks } from '../../shared/data/edit-stacks.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { EditEntry, EditLog, EditRequest, EditResult, ListedRows, RowsQuery } from '../../shared/contract/edits.ts'
import type { ListedRefusal, MendedReading, RefusedRow } from '../../shared/contract/dataset.ts'
import { readOne, roleOf } from '../importing/read-one.ts'
import type { EventHub } from '../service-types.ts'
import type { DatasetStore } from '../storage/dataset-store.ts'
import type { EditStore } from '../storage/edit-store.ts'
import type { WriteTurns } from '../storage/write-turns.ts'
import { applyEdit, applyStep, rowsOfStep } from './apply-edit.ts'
import type { KnownWords } from './row-filter.ts'
import { rowLists } from './row-lists.ts'
import type { RunVerdicts } from './row-lists.ts'
import { THREAD_CHANGES } from './thread/row-thread.ts'
import type { RowThread } from './thread/row-thread.ts'

/** Entries of the history that are sent; the log itself keeps all. */
const MOST_ENTRIES = 1000

export interface EditParts {
  events: EventHub
  datasets: DatasetStore
  edits: EditStore
  thread: RowThread
  writing: WriteTurns
  verdicts: RunVerdicts
  knownWords(experiment: string): KnownWords
  /** Told after each edit: what follows from the rows is to be worked out anew. */
  onEdit(dataset: number, revision: number): void
}

/** Rows of data sets under the user's hands. A change is a revision; the ones before it stay readable. */
export interface EditService {
  /** A window of rows, as they are now or were at a revision. A hidden data set can still be read. */
  rows(id: string, query: RowsQuery, signal?: AbortSignal): Promise<ListedRows>
  log(id: string): EditLog
  /** Rows that the import refused (the first 1,000), and what was made of them since. */
  refused(id: string): ListedRefusal[]
  /** Reads a refused row as it was mended, as its import would have; nothing is kept. @throws {UnrollError} bad-request */
  mend(id: string, refused: number, raw: string): MendedReading
  /** @throws {UnrollError} edit-conflict, bad-request (a class that is not there), disk-full */
  edit(id: string, request: EditRequest): Promise<EditResult>
  /** Takes back the last edit, or all down to the one named. @throws {UnrollError} edit-conflict when there is none. */
  undo(id: string, to: number | null): Promise<EditResult>
  /** Brings back what was undone last, or all up to the edit named. */
  redo(id: string, to: number | null): Promise<EditResult>
}

export function editService(parts: EditParts): EditService {
  const { events, datasets, edits, thread, writing, verdicts, knownWords, onEdit } = parts
  const lists = rowLists({ store: edits, thread, verdicts, knownWords })

  /** What comes after an edit that is in the database. */
  function followed(dataset: number, made: EditResult): EditResult {
    const { entry, ids, revision } = made
    if (!entry) return made
    lists.follow(dataset, revision, ids, entry.touched)
    events.emit({ kind: 'datasets' })
    onEdit(dataset, revision)
    return made
  }
  /** One edit after the other: one of many rows is made in the thread, and the database has one writer at a time. */
  const inTurn = (dataset: number, work: () => EditResult | Promise<EditResult>): Promise<EditResult> =>
    writing.during(async () => followed(dataset, await work()))

  const step = (id: string, kind: 'undo' | 'redo', to: number | null): Promise<EditResult> => {
    const plan = { dataset: datasets.keyOf(id), kind, to }
    return inTurn(plan.dataset, () =>
      rowsOfStep(edits, plan) < THREAD_CHANGES ? applyStep(edits, plan) : thread.call('step', plan),
    )
  }

  /** The refused row at a place of the list. */
  function refusedAt(id: string, place: number): RefusedRow {
    const row = datasets.refused(id).at(place)
    if (!row) throw new UnrollError('bad-request', `There is no refused row ${place}.`, { refused: place })
    return row
  }
  function refuseTwice(id: string, place: number): void {
    refusedAt(id, place)
    const key = datasets.keyOf(id)
    if (edits.mended(key, edits.headOf(key)).has(place))
      throw new UnrollError('edit-conflict', 'This refused row has been mended and added already.', { refused: place })
  }

  return {
    rows: async (id, query, signal) => lists.list(datasets.keyOf(id, { hidden: true }), query, signal),
    log: (id) => {
      const key = datasets.keyOf(id, { hidden: true })
      const all: EditEntry[] = edits.log(key)
      return { revision: edits.headOf(key), entries: all.slice(-MOST_ENTRIES).reverse(), ...editStacks(all) }
    },
    edit: async (id, { revision: seen, edit }) => {
      const { classes } = datasets.read(id)
      const dataset = datasets.keyOf(id)
      const labels =
        edit.kind === 'add' ? edit.rows.map((row) => row.label) : edit.kind === 'relabel' ? [edit.label] : []
      for (const row of edit.kind === 'add' ? edit.rows : [])
        if (row.refused !== undefined) refuseTwice(id, row.refused)
      const beyond = labels.find((label) => label >= classes.length)
      if (beyond !== undefined)
        throw new UnrollError('bad-request', `There are ${classes.length} classes; there is no class ${beyond}.`)
      if (seen > edits.headOf(dataset))
        throw new UnrollError('bad-request', `This data set has no revision ${seen} yet.`)
      const ids = !('target' in edit)
        ? []
        : 'ids' in edit.target
          ? [...new Set(edit.target.ids)].sort((a, b) => a - b)
          : await lists.ids(dataset, seen, edit.target.filter)
      const plan = { dataset, edit, seen, ids }
      return inTurn(dataset, () => (ids.length < THREAD_CHANGES ? applyEdit(edits, plan) : thread.call('edit', plan)))
    },
    refused: (id) => {
      const key = datasets.keyOf(id, { hidden: true })
      const mended = edits.mended(key, edits.headOf(key))
      return datasets.refused(id).map((row, place) => {
        const added = mended.get(place)
        return added === undefined ? row : { ...row, added }
      })
    },
    mend: (id, place, raw) => {
      const options = datasets.optionsOf(id)
      const refused = refusedAt(id, place)
      const read = readOne(raw, options, { line: refused.line, role: roleOf(refused, options) })
      return 'kept' in read ? { kept: read.kept, refused: null } : { kept: null, refused: read.refused }
    },
    undo: (id, to) => step(id, 'undo', to),
    redo: (id, to) => step(id, 'redo', to),
  }
}
