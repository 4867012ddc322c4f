import { DelimitedReader } from '../delimited.ts'
import { jsonRow } from './json-cells.ts'
import type { RawRow, RecordReader } from './record-reader.ts'

/** A JSON object or array in each line (https://jsonlines.org). */
export class JsonLinesReader implements RecordReader {
  readonly #lines = new DelimitedReader({ delimiter: '\n', quoting: false })
  readonly #names: readonly string[]

  constructor(names: readonly string[]) {
    this.#names = names
  }

  get line(): number {
    return this.#lines.line
  }

  push(piece: string, last = false): RawRow[] {
    return this.#lines
      .push(piece, last)
      .filter(({ raw }) => raw.trim() !== '')
      .map(({ raw, line }) => jsonRow(raw, line, this.#names))
  }
}
