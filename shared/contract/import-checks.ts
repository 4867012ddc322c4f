import type { Oddity, Part, RefusalReason, RefusedRow } from './dataset.ts'

/** One row as it is shown beside another. */
export interface CheckedRow {
  /** Which of several files, from 0. */
  file: number
  line: number
  /** Cut at 1,000 characters. */
  text: string
  label: number
  part: Part | null
}

/** Two rows that say the same, or nearly. `first` stands before `second`. */
export interface RowPair {
  first: CheckedRow
  second: CheckedRow
  /** Share of their word pairs that both have (Jaccard), 0 to 1; 1 for the same text. */
  similarity: number
}

export interface OddityFound {
  oddity: Oddity
  rows: number
  /** The first of them. `at`: where in the text it shows, if at one place. */
  examples: (CheckedRow & { at: [from: number, to: number] | null })[]
}

/** What is known of the rows before anything is kept. While `state` is 'running', counts are those so far. */
export interface ImportChecks {
  state: 'running' | 'done' | 'failed'
  error: { code: string; message: string } | null
  bytesRead: number
  bytesTotal: number
  rowsRead: number
  /** Rows that can be read; the choices of `cleaning` are not applied. */
  rowsKept: number
  rowsRefused: number
  refusedByReason: Partial<Record<RefusalReason, number>>
  /** The first 1,000. */
  refused: RefusedRow[]
  mendedByHand: number
  classes: string[]
  classCounts: number[]
  /** Rows per part; null where none names one. */
  parts: Record<Part, number> | null
  /** Words per row: [words, rows], rising. */
  lengths: [words: number, rows: number][]
  /** What follows is known at the end; null before. */
  texts: TextChecks | null
}

/** How many rows a choice of `cleaning` would leave out, by itself. */
export interface TextChecks {
  distinctTexts: number
  /** Rows whose text (case and white space aside) stood before. */
  repeats: { rows: number; pairs: RowPair[] }
  /** Texts that stand under several classes, and all their rows. */
  conflicts: { texts: number; rows: number; pairs: RowPair[] }
  near: {
    /** Rows nearly like an earlier text: [similarity of the best such text in percent, rows], rising; from 70. */
    bySimilarity: [percent: number, rows: number][]
    /** Most alike first. */
    pairs: RowPair[]
    /** Rows of the file that were compared; fewer than all in a very large file. */
    compared: number
  }
  /** Null where the rows name no test or validation part. */
  leaks: {
    /** Training rows whose very text stands in validation or test. */
    exact: number
    /** Training rows that are nearly like one there: [percent, rows], rising. */
    near: [percent: number, rows: number][]
    pairs: RowPair[]
  } | null
  language: {
    /** ISO 639-1 code, or a script where no language could be told; null: neither. Most rows first. */
    found: { language: string | null; rows: number }[]
    main: string | null
  }
  /** Under the split and text rules that a new comparison proposes; null where the rows cannot be split. */
  words: {
    /** Rows drawn for it; all rows of a file that is not very large. */
    rows: number
    vocabulary: number
    /** Share of the words of the part that the vocabulary does not hold. */
    unknown: { validation: number; test: number }
    /** The most frequent of them in the test part. */
    examples: { word: string; count: number }[]
  } | null
  odd: OddityFound[]
  /** Another encoding under which the odd characters are none; null: none is known. */
  encoding: string | null
}
