import type { EditEntry, EditKind } from '../../../shared/contract/edits.ts'
import { count } from '../../components/numbers.ts'
import { say } from '../../messages.ts'

const one: Record<EditKind, string> = {
  get add() {
    return say.data.aRowWasAdded
  },
  get text() {
    return say.data.theTextWasChanged
  },
  get split() {
    return say.data.theRowWasSplitInTwo
  },
  get relabel() {
    return say.data.theClassWasChanged
  },
  get part() {
    return say.data.thePartWasChanged
  },
  get delete() {
    return say.data.aRowWasDeleted
  },
  get undo() {
    return say.data.undone
  },
  get redo() {
    return say.data.redone
  },
}
const many: Record<EditKind, (rows: string) => string> = {
  add: (rows) => say.data.rowsWereAdded(rows),
  text: (rows) => say.data.theTextsOfRowsWereChanged(rows),
  split: () => say.data.theRowWasSplitInTwo,
  relabel: (rows) => say.data.theClassOfRowsWasChanged(rows),
  part: (rows) => say.data.thePartOfRowsWasChanged(rows),
  delete: (rows) => say.data.rowsWereDeleted(rows),
  undo: (rows) => say.data.undoneRows(rows),
  redo: (rows) => say.data.redoneRows(rows),
}

/** What an edit did, as people say it. */
export const editWords = ({ kind, touched }: Pick<EditEntry, 'kind' | 'touched'>): string =>
  touched === 1 ? one[kind] : many[kind](count(touched))
