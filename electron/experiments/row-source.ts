import type { EditStore } from '../storage/edit-store.ts'
import type { RowSource } from './derive.ts'

/** The rows of a data set at a revision; without one, those of now. */
export const sourceOf = (edits: EditStore, key: number, revision = edits.headOf(key)): RowSource => ({
  ...{ key: `${key}/${revision}`, revision },
  rows: () => edits.rows.range(key, revision, 0, edits.rows.end(key)),
})
