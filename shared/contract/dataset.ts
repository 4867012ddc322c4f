import { z } from 'zod'
import { datasetId, importId } from './ids.ts'

/** Where a row belongs when its file says so. */
export const part = z.enum(['train', 'validation', 'test'])
export type Part = z.infer<typeof part>

export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-1',
  'shift_jis',
  'gb18030',
] as const
export const delimiters = [',', '\t', ';', '|'] as const

/** How the bytes of a file are rows. `plain`: a line is a text; its label is that of its file. Each may be gzipped. */
export const formats = ['delimited', 'json-lines', 'json-array', 'parquet', 'plain'] as const
export type FileFormat = (typeof formats)[number]

/** One of several files that are imported as one data set: the label and part that its rows have by their file. */
export const fileRole = z.strictObject({
  name: z.string().max(1000),
  label: z.string().trim().max(80),
  part: part.nullable(),
})
export type FileRole = z.infer<typeof fileRole>
export const MOST_FILES = 100

/**
 * How labels become classes.
 * - `values`: each label text is mapped to a class index, or to null (its rows are refused as unmapped). Rows without a label
 *   are those of the text '': refused unless it has a class.
 * - `threshold`: labels are numbers (stars); at or above `atLeast` is class 1, below is class 0.
 * - `bins`: labels are numbers, cut at rising edges: below the first edge is class 0, at or above edge n is class n + 1.
 */
export const labelMapping = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('values'),
    classes: z.array(z.string().trim().min(1).max(80)).min(1).max(100),
    map: z.record(z.string(), z.int().min(0).max(99).nullable()),
  }),
  z.strictObject({ kind: z.literal('threshold'), classes: z.tuple([z.string(), z.string()]), atLeast: z.number() }),
  z.strictObject({
    kind: z.literal('bins'),
    classes: z.array(z.string().trim().min(1).max(80)).min(2).max(20),
    edges: z.array(z.number()).min(1).max(19),
  }),
])
export type LabelMapping = z.infer<typeof labelMapping>

/** What makes a row odd, see shared/text/checks. */
export const oddities = [
  'mojibake',
  'broken-characters',
  'control-characters',
  'markup',
  'address',
  'nearly-empty',
  'enormous',
  'repeated-characters',
  'other-language',
] as const
export type Oddity = (typeof oddities)[number]

/** Near-duplicates below this share of common word pairs (Jaccard) are not looked for. */
export const LEAST_SIMILARITY = 0.7

/** What is left out of a data set although it can be read; absent: nothing. What is left out is counted as refused. */
export const cleaning = z.strictObject({
  /** Rows that repeat an earlier row's text and class. */
  repeats: z.boolean().optional(),
  /** Every row of a text that stands under several classes. */
  conflicts: z.boolean().optional(),
  /** Rows nearly like an earlier one of the same class, at or above `similarity`. */
  near: z.boolean().optional(),
  /** Training rows whose text stands in validation or test, also when it is only nearly the same ('near'). */
  leaks: z.enum(['exact', 'near']).optional(),
  similarity: z.number().min(LEAST_SIMILARITY).max(1).optional(),
  odd: z.array(z.enum(oddities)).max(oddities.length).optional(),
})
export type Cleaning = z.infer<typeof cleaning>

/** A refused row that was mended by hand: read anew from `raw`, at its place. */
export const mendedRow = z.strictObject({
  /** Which of the files, from 0. */
  file: z.int().min(0).max(MOST_FILES),
  line: z.int().min(1),
  raw: z.string().min(1).max(200_000),
})
export type MendedRow = z.infer<typeof mendedRow>
export const MOST_MENDED = 1000

/** Everything the preview detects and the user can correct. Columns are counted from 0. */
export const importOptions = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** Absent: delimited, as every import was once. */
  format: z.enum(formats).optional(),
  /** Absent: one file. Else two columns follow those of the files: the label and the part by file. */
  files: z.array(fileRole).max(MOST_FILES).optional(),
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  /** Quotes delimit fields (RFC 4180); false: a quote is an ordinary character, as in many TSV files. */
  quoting: z.boolean(),
  header: z.boolean(),
  textColumn: z.int().min(0),
  labelColumn: z.int().min(0),
  /** Column that names the part (train, validation, test) of each row, if any. */
  partColumn: z.int().min(0).nullable(),
  labels: labelMapping,
  cleaning: cleaning.optional(),
  mended: z.array(mendedRow).max(MOST_MENDED).optional(),
})
export type ImportOptions = z.infer<typeof importOptions>

/** What the preview asks for: any subset of the options; the rest is detected. */
export const previewRequest = importOptions.partial()
export type PreviewRequest = z.infer<typeof previewRequest>

export interface ImportPreview {
  id: string
  fileName: string
  bytes: number
  /** Detected, overlaid with what the request fixed. */
  options: ImportOptions
  /** Which of the options were detected rather than given, with the reason in words. */
  detected: Partial<Record<keyof ImportOptions, string>>
  columns: {
    index: number
    name: string
    /** e.g. 'text', 'number', 'label', 'empty' */ looksLike: string
    sample: string
  }[]
  /** The first rows as they will be read, at most 50. */
  rows: { line: number; cells: string[] }[]
  /**
   * Distinct labels of the chosen column with counts, most frequent first: at most 200; of numbers all that were told apart.
   * Rows without a label are counted under ''.
   */
  labelValues: { value: string; count: number }[]
  /** True when only the first megabytes were looked at. */
  partial: boolean
  warnings: string[]
  /** Set when the file cannot be imported with these options. */
  problem: { code: string; message: string } | null
}

export const refusalReasons = [
  'empty-text',
  'empty-label',
  'unmapped-label',
  'label-not-a-number',
  'too-few-columns',
  'too-many-columns',
  'unclosed-quote',
  'unknown-part',
  'text-too-long',
  'not-json',
  /** A row corrected by hand that has become more than one. */
  'several-rows',
  // Left out by choice, see Cleaning.
  'duplicate',
  'near-duplicate',
  'conflicting-label',
  'leak',
  'odd-text',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** Behind a refused row that was too long to be kept whole. */
export const CUT_MARK = ' […]'

export interface RefusedRow {
  /** Which of several files, from 0; absent: the first, or not known any more. */
  file?: number
  line: number
  reason: RefusalReason
  message: string
  /** The raw row. A very long one is cut; it then ends with CUT_MARK. */
  raw: string
}

/** A refused row of a data set, whose mended form may have been added since. */
export interface ListedRefusal extends RefusedRow {
  /** The row that was made of it and is there now. */
  added?: number
}

/** What mending a refused row has come to: one of the two is null. */
export interface MendedReading {
  kept: Omit<DatasetRow, 'id'> | null
  refused: RefusedRow | null
}

export interface DatasetReport {
  rowsRead: number
  rowsKept: number
  rowsRefused: number
  refusedByReason: Partial<Record<RefusalReason, number>>
  /** Rows kept that were refused at first and mended by hand; absent: none. */
  mendedByHand?: number
  /** Rows kept per class, in the order of `classes`. */
  classCounts: number[]
  /** Rows per given part; null when the file names none. */
  parts: Record<Part, number> | null
  /** Distinct texts after normalisation, and rows that repeat one. */
  distinctTexts: number
  duplicates: number
  /** Tokens per row (word segmentation, punctuation dropped). */
  lengths: {
    min: number
    median: number
    p95: number
    max: number
    /** rows by token count; the last bin holds the rest */ histogram: { upTo: number; rows: number }[]
  }
  encoding: string
  delimiter: string
  milliseconds: number
}

export interface Dataset {
  id: string
  name: string
  fileName: string
  /** 'sample' comes with the product; 'import' is the user's. */
  origin: 'sample' | 'import'
  createdAt: string
  classes: string[]
  /** SHA-256 of the rows (text, label, part) in order, at `revision`; '' while it is being computed after an edit. */
  fingerprint: string
  /** Edits so far, undone ones and undoings counted; 0: as imported. See contract/edits.ts. */
  revision: number
  /** Of the rows at `revision`. After an edit, lengths and duplicates follow a moment later than the counts. */
  report: DatasetReport
}

export interface DatasetRow {
  id: number
  line: number
  text: string
  label: number
  originalLabel: string
  part: Part | null
}

export interface RowsPage {
  total: number
  rows: DatasetRow[]
}

/** State of an import job; also sent as an event while it runs. */
export interface ImportState {
  id: string
  state: 'previewing' | 'running' | 'done' | 'cancelled' | 'failed'
  bytesRead: number
  bytesTotal: number
  rowsKept: number
  rowsRefused: number
  datasetId: string | null
  error: { code: string; message: string } | null
}

export const mendRequest = z.strictObject({ options: importOptions, row: mendedRow })
/** A refused row of a data set as it was mended: `refused` is its place in their list. */
export const mendRefused = z.strictObject({ refused: z.int().min(0).max(1e6), raw: z.string().min(1).max(200_000) })
export const renameRequest = z.strictObject({ name: z.string().trim().min(1).max(200) })
export const datasetParam = z.strictObject({ id: datasetId })
export const importParam = z.strictObject({ id: importId })
