import type { EditEntry, EditKind } from '../../../shared/contract/edits.ts'
import { count } from '../../components/numbers.ts'

const one: Record<EditKind, string> = {
  add: 'A row was added.',
  text: 'The text was changed.',
  split: 'The row was split in two.',
  relabel: 'The class was changed.',
  part: 'The part was changed.',
  delete: 'A row was deleted.',
  undo: 'Undone.',
  redo: 'Redone.',
}
const many: Record<EditKind, (rows: string) => string> = {
  add: (rows) => `${rows} rows were added.`,
  text: (rows) => `The texts of ${rows} rows were changed.`,
  split: () => 'The row was split in two.',
  relabel: (rows) => `The class of ${rows} rows was changed.`,
  part: (rows) => `The part of ${rows} rows was changed.`,
  delete: (rows) => `${rows} rows were deleted.`,
  undo: (rows) => `Undone: ${rows} rows.`,
  redo: (rows) => `Redone: ${rows} rows.`,
}

/** What an edit did, as people say it. */
export const editWords = ({ kind, touched }: Pick<EditEntry, 'kind' | 'touched'>): string =>
  touched === 1 ? one[kind] : many[kind](count(touched))
