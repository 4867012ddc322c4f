import { LONGEST_LINE } from '../delimited.ts'
import { jsonRow } from './json-cells.ts'
import type { RawRow, RecordReader } from './record-reader.ts'

const QUOTE = 34
const BACKSLASH = 92
const LF = 10

/**
 * Reads the elements of one JSON array that arrives in pieces, without ever holding more than one of them. An element that is
 * no JSON is refused by itself; the next begins behind the next comma of the array.
 */
export class JsonArrayReader implements RecordReader {
  readonly #names: readonly string[]
  #rest = ''
  #line = 1
  /** Before the opening bracket, between its brackets, or behind the closing one. */
  #place: 'before' | 'inside' | 'behind' = 'before'
  // Of the element that is being read: how far it has been looked at, and where that is.
  #scanned = 0
  #depth = 0
  #inString = false
  #escaped = false

  constructor(names: readonly string[]) {
    this.#names = names
  }

  get line(): number {
    return this.#line
  }

  push(piece: string, last = false): RawRow[] {
    const text = this.#rest + piece
    const rows: RawRow[] = []
    let start = 0
    if (this.#place === 'before') {
      const open = text.indexOf('[')
      const other = text.search(/[^\s\uFEFF[]/)
      if (open < 0 || (other >= 0 && other < open)) {
        if (other < 0 && !last) return this.#keep(text, rows)
        this.#place = 'behind'
      } else {
        this.#countLines(text, 0, open)
        start = open + 1
        this.#place = 'inside'
      }
    }
    let at = start + this.#scanned
    for (; at < text.length && this.#place === 'inside'; at++) {
      const code = text.charCodeAt(at)
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (code === BACKSLASH) this.#escaped = true
        else if (code === QUOTE) this.#inString = false
        continue
      }
      if (code === QUOTE) this.#inString = true
      else if (code === 0x5b || code === 0x7b) this.#depth += 1
      else if (code === 0x2c && this.#depth === 0) {
        this.#take(text, start, at, rows)
        start = at + 1
      } else if (code === 0x5d || code === 0x7d) {
        if (this.#depth > 0) this.#depth -= 1
        else if (code === 0x5d) {
          this.#take(text, start, at, rows)
          start = at + 1
          this.#place = 'behind'
        }
      }
    }
    if (this.#place === 'behind') start = this.#takeBehind(text, start, last, rows)
    else if (last) {
      this.#take(text, start, text.length, rows)
      start = text.length
    }
    this.#scanned = this.#place === 'inside' ? text.length - start : 0
    return this.#keep(text.slice(start), rows)
  }

  #keep(rest: string, rows: RawRow[]): RawRow[] {
    this.#rest = rest
    if (rest.length > LONGEST_LINE)
      throw new RangeError(`the element at line ${this.#line} is longer than ${LONGEST_LINE} characters`)
    return rows
  }

  #take(text: string, from: number, to: number, rows: RawRow[]): void {
    const raw = text.slice(from, to)
    const blank = raw.length - raw.trimStart().length
    this.#countLines(text, from, from + blank)
    if (raw.trim() !== '') rows.push(jsonRow(raw.trim(), this.#line, this.#names))
    this.#countLines(text, from + blank, to)
  }

  /** What stands behind the array is one refused row: nothing of a file goes unsaid. */
  #takeBehind(text: string, from: number, last: boolean, rows: RawRow[]): number {
    if (!last) return from
    const raw = text.slice(from).trim()
    this.#countLines(text, from, from + text.slice(from).search(/\S|$/))
    const message = 'This stands outside the JSON array.'
    if (raw !== '')
      rows.push({ line: this.#line, raw, cells: [], unclosed: false, fault: { reason: 'not-json', message } })
    return text.length
  }

  #countLines(text: string, from: number, to: number): void {
    for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1))
      if (text.charCodeAt(at) === LF) this.#line += 1
  }
}
