import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { DelimitedReader } from './delimited.ts'
import type { Dialect } from './delimited.ts'
import type { RawRow } from './formats/record-reader.ts'

const LF = 10
const CR = 13
const QUOTE = 34
/** A row that does not end within so many bytes is left to the reader of text. */
const LONG_ROW = 256 * 1024
const MORE = -1
const ODD = -2

/** A row whose quotes are as RFC 4180 wants them, as bytes. One object serves all rows: it holds until the next row. */
export interface CleanRow {
  bytes: Buffer
  line: number
  /** Where the row lies, without its line end. */
  from: number
  to: number
  cells: number
  /** Where each cell's text lies, without its quotes. */
  starts: number[]
  ends: number[]
  /** The cell has doubled quotes, which stand for one. */
  doubled: boolean[]
}

export interface RowTaker {
  clean(row: CleanRow): void
  other(row: RawRow): void
}

/**
 * Reads delimited UTF-8 as DelimitedReader does, row for row, at several times its speed: a row is never made into strings
 * unless something is odd about it. From an odd row on to the end of its piece DelimitedReader itself reads; from bytes that
 * are not UTF-8 on, or without any \n in the first piece, to the end of the file.
 */
export class DelimitedBytes {
  readonly #dialect: Dialect
  readonly #take: RowTaker
  readonly #row: CleanRow
  #rest = Buffer.alloc(0)
  #line = 1
  #begun = false
  /** LF once the file has shown one, as DelimitedReader takes it. */
  #newline: number | null = null
  /** Reads everything that is still to come. */
  #reader: DelimitedReader | null = null
  #decoder: TextDecoder | null = null

  constructor(dialect: Dialect, take: RowTaker) {
    this.#dialect = dialect
    this.#take = take
    this.#row = {
      ...{ bytes: this.#rest, line: 0, from: 0, to: 0, cells: 0 },
      ...{ starts: [], ends: [], doubled: [] },
    }
  }

  get line(): number {
    return this.#reader?.line ?? this.#line
  }

  /** Takes the next piece. @throws {RangeError} for a line that is longer than LONGEST_LINE */
  push(piece: Uint8Array, last = false): void {
    const view = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, view]) : view
    let at = 0
    if (!this.#begun && !last) {
      if (bytes.length < 3) return void (this.#rest = Buffer.from(bytes))
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3
      this.#begun = true
      if (bytes.includes(LF)) this.#newline = LF
      else return this.#readAsText(bytes.subarray(at), last)
    }
    if (this.#reader || last) return this.#readAsText(bytes.subarray(at), last)
    const end = wholeCharacters(bytes)
    if (!isUtf8(bytes.subarray(at, end))) return this.#readAsText(bytes.subarray(at), last)
    const row = this.#row
    row.bytes = bytes
    let next = at
    while (at < end) {
      next = this.#scan(bytes, at, end)
      if (next < 0) break
      at = next
    }
    if (next === ODD || (next === MORE && end - at > LONG_ROW)) at = this.#readOddPiece(bytes, at, end)
    // A copy: the file's next piece may be written over this one.
    this.#rest = Buffer.from(bytes.subarray(at))
  }

  /** Scans one row; answers where the next begins, MORE or ODD. */
  #scan(bytes: Buffer, start: number, limit: number): number {
    const row = this.#row
    const { starts, ends, doubled } = row
    const separator = this.#dialect.delimiter.charCodeAt(0)
    const quoting = this.#dialect.quoting
    let cells = 0
    let at = start
    let newlines = 0
    for (;;) {
      if (at >= limit) return MORE
      if (quoting && bytes[at] === QUOTE) {
        const from = ++at
        let twice = false
        for (;;) {
          while (at < limit && bytes[at] !== QUOTE) if (bytes[at++] === LF) newlines++
          if (at + 1 >= limit) return MORE
          if (bytes[at + 1] !== QUOTE) break
          twice = true
          at += 2
        }
        starts[cells] = from
        ends[cells] = at
        doubled[cells++] = twice
        at += 1
        if (bytes[at] === CR) {
          if (at + 1 >= limit) return MORE
          at += 1
          if (bytes[at] !== LF) return ODD
        } else if (bytes[at] !== separator && bytes[at] !== LF) return ODD
      } else {
        const from = at
        while (at < limit && bytes[at] !== separator && bytes[at] !== LF) at++
        if (at >= limit) return MORE
        starts[cells] = from
        ends[cells] = bytes[at] === LF && at > from && bytes[at - 1] === CR ? at - 1 : at
        doubled[cells++] = false
      }
      if (bytes[at] === LF) break
      at += 1
    }
    row.from = start
    row.to = at > start && bytes[at - 1] === CR ? at - 1 : at
    row.line = this.#line
    row.cells = cells
    this.#line += 1 + newlines
    if (row.to > start) this.#take.clean(row)
    return at + 1
  }

  /** From an odd row to the end of the piece; answers where the row begins that goes on in the next one. */
  #readOddPiece(bytes: Buffer, at: number, end: number): number {
    const reader = new DelimitedReader(this.#dialect, this.#line, LF)
    for (const row of reader.push(bytes.toString('utf8', at, end))) this.#take.other(row)
    this.#line = reader.line
    return end - Buffer.byteLength(reader.rest)
  }

  #readAsText(bytes: Buffer, last: boolean): void {
    this.#reader ??= new DelimitedReader(this.#dialect, this.#line, this.#newline)
    this.#decoder ??= new TextDecoder('utf-8', { ignoreBOM: this.#begun })
    this.#begun = true
    this.#rest = Buffer.alloc(0)
    for (const row of this.#reader.push(this.#decoder.decode(bytes, { stream: !last }), last)) this.#take.other(row)
  }
}

/** Bytes up to the last character that is not cut. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]
    if (byte < 128) break
    if (byte >= 192) return back < (byte >= 240 ? 4 : byte >= 224 ? 3 : 2) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** The cell as a string. */
export function cellText({ bytes, starts, ends, doubled }: CleanRow, cell: number): string {
  const text = bytes.toString('utf8', starts[cell], ends[cell])
  return doubled[cell] ? text.replaceAll('""', '"') : text
}

/** The row as DelimitedReader answers it. */
export function rawRow(row: CleanRow): RawRow {
  const cells = Array.from({ length: row.cells }, (_, cell) => cellText(row, cell))
  return { line: row.line, cells, raw: row.bytes.toString('utf8', row.from, row.to), unclosed: false }
}
