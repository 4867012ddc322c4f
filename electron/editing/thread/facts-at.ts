import type { Part } from '../../../shared/contract/dataset.ts'
import type { Database } from '../../storage/database.ts'
import { wordsIn } from '../words-in.ts'
import { STRETCH, emptyFacts, partCodes } from './imported-facts.ts'
import type { ImportedFacts, RowFacts } from './imported-facts.ts'

/** Whether a row is as imported, has been edited or written here, or is not there. */
export const AS_IMPORTED = 0
export const EDITED = 1
export const GONE = 2

interface Version {
  id: number
  deleted: 0 | 1
  label: number
  part: Part | null
  /** Its own text; null: that of the imported row. */
  bytes: Uint8Array | null
}

/** Facts of the rows of a data set at a revision, by id: those of the import under what has changed since. */
export class FactsAt {
  readonly end: number
  readonly facts: RowFacts
  readonly states: Uint8Array
  /** 1: the text is not the imported one. */
  readonly ownText: Uint8Array
  readonly revision: number
  readonly #imported: ImportedFacts
  readonly #dataset: number
  readonly #database: Database
  #prepared = 0

  constructor(database: Database, dataset: number, revision: number, imported: ImportedFacts, end: number) {
    this.#database = database
    this.#dataset = dataset
    this.#imported = imported
    this.revision = revision
    this.end = end
    this.facts = emptyFacts(end)
    this.states = new Uint8Array(end).fill(GONE, imported.rows)
    this.ownText = new Uint8Array(end)
  }

  /** Makes the facts of the stretch that begins at this id known; stretches come in order. */
  prepare(first: number): void {
    if (first < this.#prepared) return
    const to = Math.min(this.end, first + STRETCH)
    this.#imported.prepare(first)
    const { words, labels, parts } = this.#imported.facts
    this.facts.words.set(words.subarray(first, to), first)
    this.facts.labels.set(labels.subarray(first, to), first)
    this.facts.parts.set(parts.subarray(first, to), first)
    if (this.revision > 0) this.#overlay(first, to)
    this.#prepared = to
  }

  #overlay(first: number, to: number): void {
    // In order of revision, so that the newest has the last word.
    for (const { id, deleted, label, part, bytes } of this.#database.all<Version>(
      `SELECT id, deleted, label, part, CAST(text AS BLOB) AS bytes FROM row_versions
       WHERE dataset = ? AND id >= ? AND id < ? AND since <= ? ORDER BY id, since`,
      ...[this.#dataset, first, to, this.revision],
    )) {
      this.states[id] = deleted ? GONE : EDITED
      this.ownText[id] = bytes ? 1 : 0
      this.facts.labels[id] = label
      this.facts.parts[id] = partCodes.indexOf(part)
      this.facts.words[id] = bytes
        ? wordsIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
        : this.#imported.facts.words[id]
    }
  }
}
