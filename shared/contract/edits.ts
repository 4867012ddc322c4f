import { z } from 'zod'
import { datasetParam, part } from './dataset.ts'
import type { DatasetRow, Part } from './dataset.ts'
import { experimentId, runId } from './ids.ts'
import type { Verdict } from './verdicts.ts'

/** Rows that one request may name; more are chosen by a filter. */
export const MOST_IDS = 10_000
const rowId = z.int().min(0).max(0xffff_ffff)
/** As long as an imported text may be. */
const text = z
  .string()
  .max(100_000)
  .refine((text) => text.trim() !== '', 'must not be blank')

/** sure: by the probability of the class that a run predicts; wants `judgedBy`. */
export const rowSorts = ['id', 'words', 'label', 'sure'] as const
export type RowSort = (typeof rowSorts)[number]

const revision = z.int().min(0).max(1e9)
const filterOf = <N extends z.ZodType<number>>(whole: (least: number, most: number) => N) => ({
  search: z.string().max(200).optional(),
  label: whole(0, 99).optional(),
  part: z.enum([...part.options, 'none']).optional(),
  /** Words of the text, both ends included. */
  shortest: whole(0, 1e6).optional(),
  longest: whole(0, 1e6).optional(),
  /** Only rows that are not as imported. */
  edited: z.enum(['yes']).optional(),
  /** Only rows with a word that the vocabulary of this experiment does not know. */
  unknownIn: experimentId.optional(),
  /** The run whose verdicts `verdict`, `predicted` and the order 'sure' are about; without it they do nothing. */
  judgedBy: runId.optional(),
  verdict: z.enum(['right', 'wrong', 'none']).optional(),
  predicted: whole(0, 99).optional(),
})

/** Which rows; without any field all of them. */
export const rowFilter = z.strictObject(filterOf((least, most) => z.int().min(least).max(most)))
export type RowFilter = z.infer<typeof rowFilter>

/** GET /datasets/:id/rows: a window of the rows that fit, in an order. */
export const rowsQuery = z.strictObject({
  ...filterOf((least, most) => z.coerce.number().int().min(least).max(most)),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  sort: z.enum(rowSorts).optional(),
  order: z.enum(['up', 'down']).optional(),
  /** Rows as they were then; absent: as they are now. */
  revision: z.coerce.number().int().min(0).max(1e9).optional(),
})
export type RowsQuery = Partial<z.infer<typeof rowsQuery>>

/** A row as it is at a revision. */
export interface ListedRow extends DatasetRow {
  /** The revision that made it so; 0: as imported. */
  since: number
}

export interface ListedRows {
  /** Rows that fit, of those looked at so far. */
  total: number
  rows: ListedRow[]
  /** What the run in `judgedBy` says of each of them; null: it has not judged the row as it is. */
  verdicts?: (Verdict | null)[]
  /** Absent: everything has been looked at. Else ask again: rows of the window may still be found. */
  looking?: { at: number; of: number }
  revision: number
}

/** Rows that an edit is of: named ones, or all that fit a filter at the revision that the request names. */
const target = z.union([
  z.strictObject({ ids: z.array(rowId).min(1).max(MOST_IDS) }),
  z.strictObject({ filter: rowFilter }),
])
export type EditTarget = z.infer<typeof target>

const label = z.int().min(0).max(99)
const newRow = z.strictObject({
  text,
  label,
  part: part.nullable().default(null),
  /** Where it stood in its file, for a refused row that was mended. */
  line: z.int().min(0).max(1e12).default(0),
  originalLabel: z.string().max(1000).default(''),
  /** The refused row that it was made of: its place in the list of refused rows. */
  refused: z.int().min(0).max(1e6).optional(),
})

/** What can be done to the rows of a data set. */
export const rowEdit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), rows: z.array(newRow).min(1).max(1000) }),
  z.strictObject({ kind: z.literal('text'), id: rowId, text }),
  /** The row keeps the first piece; a new row with its label and part gets the second. */
  z.strictObject({ kind: z.literal('split'), id: rowId, first: text, second: text }),
  z.strictObject({ kind: z.literal('relabel'), target, label }),
  z.strictObject({ kind: z.literal('part'), target, part: part.nullable() }),
  z.strictObject({ kind: z.literal('delete'), target }),
])
export type RowEdit = z.infer<typeof rowEdit>

/** `revision`: what the user was looking at. Rows that have changed since are not changed again unseen (edit-conflict). */
export const editRequest = z.strictObject({ revision, edit: rowEdit })
export type EditRequest = z.infer<typeof editRequest>

/** `to`: the oldest edit to take back (undo) or the newest to bring back (redo); null: just one. */
export const stepRequest = z.strictObject({ to: revision.nullable() })
export type StepRequest = z.infer<typeof stepRequest>

export type EditKind = RowEdit['kind'] | 'undo' | 'redo'

/** What the history says of an edit, as data: words are the page's. */
export interface EditDetail {
  /** Class that rows were given. */
  label?: number
  part?: Part | null
  /** The beginning of the text, of an edit of one row. */
  text?: string
  /** The refused row that was mended and added: its place in their list. */
  refused?: number
  /** By a filter, not one by one. */
  filtered?: boolean
}

export interface EditEntry {
  revision: number
  kind: EditKind
  detail: EditDetail
  touched: number
  undoes: number | null
  at: string
}

/** The history of a data set. What can be undone and redone follows from the entries alone (shared/data/edit-stacks.ts). */
export interface EditLog {
  revision: number
  /** Newest first, at most 1,000. */
  entries: EditEntry[]
  /** Revisions that can be taken back, the next one first. */
  undo: number[]
  /** Revisions that can be brought back, the next one first. */
  redo: number[]
}

export interface EditResult {
  /** The newest revision; as before when nothing changed. */
  revision: number
  /** Null when nothing changed. */
  entry: EditEntry | null
  /** The rows that changed, at most 1,000; new ones of an addition or split. */
  ids: number[]
}

/** Counts of the rows at a revision. */
export interface RowCounts {
  rows: number
  classes: number[]
  parts: Record<Part, number>
}

export const editsParam = datasetParam
