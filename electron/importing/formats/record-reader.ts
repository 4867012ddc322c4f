import type { RefusalReason } from '../../../shared/contract/dataset.ts'

/** One record of a file. `line` is the physical line (from 1) on which it begins; in a Parquet file its row. */
export interface RawRow {
  line: number
  cells: string[]
  raw: string
  /** A field opened a quote here that is never closed properly: `cells` cannot be trusted. */
  unclosed: boolean
  /** Why the record cannot be read at all; then it has no cells. */
  fault?: { reason: RefusalReason; message: string }
}

/** Reads the text of a file that arrives in pieces. */
export interface RecordReader {
  /** Line that the next record begins on. */
  readonly line: number
  /** Takes the next piece and answers the records that it completes; `last` ends the file. */
  push(piece: string, last?: boolean): RawRow[]
}
