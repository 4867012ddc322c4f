import type { EditStore } from '../storage/edit-store.ts'
import type { RowSource } from './derive.ts'

/** Rows read at once: some milliseconds. */
const STRETCH = 500

/** The rows of a data set at a revision; without one, those of now. */
export const sourceOf = (edits: EditStore, key: number, revision = edits.headOf(key)): RowSource => ({
  ...{ key: `${key}/${revision}`, revision },
  *stretches() {
    const end = edits.rows.end(key)
    for (let from = 0; from < end; from += STRETCH) yield edits.rows.range(key, revision, from, from + STRETCH)
  },
})
