import { editStacks } from '../../shared/data/edit-stacks.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { EditEntry, EditLog, EditRequest, EditResult, ListedRows, RowsQuery } from '../../shared/contract/edits.ts'
import type { ListedRefusal, MendedReading, RefusedRow } from '../../shared/contract/dataset.ts'
import { readOne, roleOf } from '../importing/read-one.ts'
import type { EventHub } from '../service-types.ts'
import type { DatasetStore } from '../storage/dataset-store.ts'
import type { EditStore, NewEdit, RowChange } from '../storage/edit-store.ts'
import { changesBackTo, changesOf, detailOf } from './edit-changes.ts'
import type { KnownWords } from './row-filter.ts'
import { rowLists } from './row-lists.ts'

/** Entries of the history that are sent; the log itself keeps all. */
const MOST_ENTRIES = 1000

const nothingLeft = { undo: 'There is nothing to undo.', redo: 'There is nothing to redo.' }
const noLonger = {
  undo: 'This edit can no longer be undone: it has been undone already. Look at the history again.',
  redo: 'This edit can no longer be redone: other edits have come since. Look at the history again.',
}

export interface EditParts {
  events: EventHub
  datasets: DatasetStore
  edits: EditStore
  knownWords(experiment: string): KnownWords
  /** Told after each edit: what follows from the rows is to be worked out anew. */
  onEdit(dataset: number, revision: number): void
}

/** Rows of data sets under the user's hands. A change is a revision; the ones before it stay readable. */
export interface EditService {
  /** A window of rows, as they are now or were at a revision. A hidden data set can still be read. */
  rows(id: string, query: RowsQuery): Promise<ListedRows>
  log(id: string): EditLog
  /** Rows that the import refused (the first 1,000), and what was made of them since. */
  refused(id: string): ListedRefusal[]
  /** Reads a refused row as it was mended, as its import would have; nothing is kept. @throws {UnrollError} bad-request */
  mend(id: string, refused: number, raw: string): MendedReading
  /** @throws {UnrollError} edit-conflict, bad-request (a class that is not there), disk-full */
  edit(id: string, request: EditRequest): Promise<EditResult>
  /** Takes back the last edit, or all down to the one named. @throws {UnrollError} edit-conflict when there is none. */
  undo(id: string, to: number | null): EditResult
  /** Brings back what was undone last, or all up to the edit named. */
  redo(id: string, to: number | null): EditResult
}

export function editService({ events, datasets, edits, knownWords, onEdit }: EditParts): EditService {
  const lists = rowLists(edits, knownWords)

  function commit(id: string, edit: NewEdit, changesAt: (head: number) => Iterable<readonly RowChange[]>): EditResult {
    const key = datasets.keyOf(id)
    const made = edits.commit(key, edit, changesAt)
    if (!made) return { revision: edits.headOf(key), entry: null, ids: [] }
    const { entry, ids } = made
    lists.follow(key, entry.revision, ids, entry.touched)
    events.emit({ kind: 'datasets' })
    onEdit(key, entry.revision)
    return { revision: entry.revision, entry, ids }
  }

  /** Goes to the edit that is named, or to the next one. */
  function step(id: string, kind: 'undo' | 'redo', to: number | null): EditResult {
    const key = datasets.keyOf(id)
    return edits.together(() => {
      const stack = editStacks(edits.log(key))[kind]
      const undoes = to ?? stack[0]
      if (undoes === undefined) throw new UnrollError('edit-conflict', nothingLeft[kind])
      if (!stack.includes(undoes)) throw new UnrollError('edit-conflict', noLonger[kind], { to })
      const goal = kind === 'undo' ? undoes - 1 : undoes
      return commit(id, { kind, detail: {}, undoes }, (head) => changesBackTo(edits.rows, key, goal, head))
    })
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
    rows: (id, query) => lists.list(datasets.keyOf(id, { hidden: true }), query),
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
      const task = { rows: edits.rows, dataset, seen, ids }
      return commit(id, { kind: edit.kind, detail: detailOf(edit), undoes: null }, (head) =>
        changesOf(edit, task, head),
      )
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
