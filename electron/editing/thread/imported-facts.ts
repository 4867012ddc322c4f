import type { Part } from '../../../shared/contract/dataset.ts'
import type { Database } from '../../storage/database.ts'
import { wordsIn } from '../words-in.ts'

/** Rows looked at at once: some 10 ms of reading. */
export const STRETCH = 8192
export const partCodes = [null, 'train', 'validation', 'test'] as const satisfies (Part | null)[]

/** What is asked of rows without reading their texts, by id. */
export interface RowFacts {
  /** Words of the text, as the report of an import counts them. */
  words: Uint32Array
  labels: Uint8Array
  /** Place in `partCodes`. */
  parts: Uint8Array
}

export const emptyFacts = (rows: number): RowFacts => ({
  words: new Uint32Array(rows),
  labels: new Uint8Array(rows),
  parts: new Uint8Array(rows),
})

interface StoredFacts {
  first: number
  words: Uint8Array
  labels: Uint8Array
  parts: Uint8Array
}

/**
 * Facts of the rows of a data set as they were imported. What is not stored yet is read from the texts, stretch by stretch, and
 * stored: 6 bytes a row.
 */
export class ImportedFacts {
  readonly facts: RowFacts
  readonly rows: number
  readonly #known: Uint8Array
  readonly #database: Database
  readonly #dataset: number

  constructor(database: Database, dataset: number, rows: number) {
    this.#database = database
    this.#dataset = dataset
    this.rows = rows
    this.facts = emptyFacts(rows)
    this.#known = new Uint8Array(Math.ceil(rows / STRETCH))
    const { words, labels, parts } = this.facts
    for (const stored of database.all<StoredFacts>(
      'SELECT first, words, labels, parts FROM row_facts WHERE dataset = ?',
      dataset,
    )) {
      // Copied by bytes: a blob may lie at any place of its buffer.
      new Uint8Array(words.buffer).set(stored.words, 4 * stored.first)
      labels.set(stored.labels, stored.first)
      parts.set(stored.parts, stored.first)
      this.#known[stored.first / STRETCH] = 1
    }
  }

  /** Makes the facts of the stretch that begins at this id known. */
  prepare(first: number): void {
    if (first >= this.rows || this.#known[first / STRETCH] === 1) return
    const { words, labels, parts } = this.facts
    const to = Math.min(this.rows, first + STRETCH)
    for (const row of this.#database.all<{ id: number; bytes: Uint8Array; label: number; part: Part | null }>(
      'SELECT id, CAST(text AS BLOB) AS bytes, label, part FROM rows WHERE dataset = ? AND id >= ? AND id < ?',
      ...[this.#dataset, first, to],
    )) {
      words[row.id] = wordsIn(Buffer.from(row.bytes.buffer, row.bytes.byteOffset, row.bytes.byteLength))
      labels[row.id] = row.label
      parts[row.id] = partCodes.indexOf(row.part)
    }
    const bytes = new Uint8Array(words.buffer, 4 * first, 4 * (to - first))
    this.#database.run(
      'INSERT OR REPLACE INTO row_facts (dataset, first, words, labels, parts) VALUES (?, ?, ?, ?, ?)',
      ...[this.#dataset, first, bytes, labels.subarray(first, to), parts.subarray(first, to)],
    )
    this.#known[first / STRETCH] = 1
  }
}
