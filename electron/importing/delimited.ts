import type { RawRow, RecordReader } from './formats/record-reader.ts'

export interface Dialect {
  delimiter: string
  /** Quotes delimit fields (RFC 4180); false: a quote is an ordinary character. */
  quoting: boolean
}

/** A quoted field that is longer has lost its closing quote. */
export const LONGEST_QUOTED = 1024 * 1024
/** A line that is longer is no line of text. */
export const LONGEST_LINE = 16 * 1024 * 1024

const LF = 10
const CR = 13
const QUOTE = 34

/**
 * Reads delimited text that arrives in pieces. Unlike general readers it counts physical lines, also inside quoted fields,
 * and never lets a stray quote swallow its neighbours: a field that opens a quote and does not close it properly makes that
 * one line an `unclosed` row, and reading goes on with the next line.
 *
 * A quote inside a quoted field that is not doubled is taken as text as long as the field closes on the same line.
 * Line ends: \n, \r\n, or \r in a file without \n. Empty lines are counted and skipped.
 */
export class DelimitedReader implements RecordReader {
  readonly #delimiter: string
  readonly #quoting: boolean
  #rest = ''
  #line = 1
  /** Known with the first line end; until then \n is assumed. */
  #newline: number | null = null
  /** Where the next quote of the current text stands: searched once, not once per line. */
  #nextQuote = 0

  /** `line`, `newline`: of a text that goes on from there. */
  constructor({ delimiter, quoting }: Dialect, line = 1, newline: number | null = null) {
    this.#delimiter = delimiter
    this.#quoting = quoting
    this.#line = line
    this.#newline = newline
  }

  /** What has been pushed and not yet been read: the beginning of a row. */
  get rest(): string {
    return this.#rest
  }

  /** Line that the next row begins on. */
  get line(): number {
    return this.#line
  }

  /**
   * Takes the next piece and answers the rows that it completes; `last` ends the file.
   * @throws {RangeError} for a line that is longer than LONGEST_LINE
   */
  push(piece: string, last = false): RawRow[] {
    const text = this.#rest + piece
    this.#newline ??= newlineOf(text, last)
    const rows: RawRow[] = []
    this.#nextQuote = -1
    let at = 0
    while (at < text.length) {
      const end = this.#rowAt(text, at, last, rows)
      if (end < 0) break
      at = end
    }
    this.#rest = text.slice(at)
    if (this.#rest.length > LONGEST_LINE)
      throw new RangeError(`line ${this.#line} is longer than ${LONGEST_LINE} characters`)
    return rows
  }

  /** Reads one row and answers where the next begins, or -1 when more text is needed. */
  #rowAt(text: string, start: number, last: boolean, rows: RawRow[]): number {
    const newline = this.#newline ?? LF
    const lineEnd = text.indexOf(String.fromCharCode(newline), start)
    if (lineEnd < 0 && !last) {
      // Without a quote in it, a line must end somewhere; with one, the field may have become too long.
      if (!this.#quoting || text.length - start <= LONGEST_QUOTED) return -1
    }
    const end = lineEnd < 0 ? text.length : lineEnd
    const content = end > start && newline === LF && text.charCodeAt(end - 1) === CR ? end - 1 : end
    if (!this.#quoting || !this.#hasQuote(text, start, content)) {
      if (lineEnd < 0 && !last) return -1
      if (content > start) {
        const raw = text.slice(start, content)
        rows.push({ line: this.#line, cells: raw.split(this.#delimiter), raw, unclosed: false })
      }
      this.#line += 1
      return lineEnd < 0 ? text.length : lineEnd + 1
    }
    return this.#quotedRowAt(text, start, { content, lineEnd }, last, rows)
  }

  #hasQuote(text: string, from: number, to: number): boolean {
    if (this.#nextQuote < from) {
      const at = text.indexOf('"', from)
      this.#nextQuote = at < 0 ? Infinity : at
    }
    return this.#nextQuote < to
  }

  #quotedRowAt(
    text: string,
    start: number,
    { content, lineEnd }: { content: number; lineEnd: number },
    last: boolean,
    rows: RawRow[],
  ): number {
    const found = readQuoted(text, start, this.#delimiter, this.#newline ?? LF, last)
    if (found === 'more') return -1
    if (found === 'unclosed') {
      if (lineEnd < 0 && !last) return -1
      const raw = text.slice(start, content)
      rows.push({ line: this.#line, cells: [raw], raw, unclosed: true })
      this.#line += 1
      return lineEnd < 0 ? text.length : lineEnd + 1
    }
    rows.push({ line: this.#line, cells: found.cells, raw: text.slice(start, found.end), unclosed: false })
    this.#line += 1 + found.newlines
    return found.next
  }
}

function newlineOf(text: string, last: boolean): number | null {
  if (text.includes('\n')) return LF
  const at = text.indexOf('\r')
  // A \r at the very end may be the first half of \r\n.
  if (at >= 0 && (last || at < text.length - 1)) return CR
  return null
}

interface QuotedRow {
  cells: string[]
  /** Where the row's text ends, and where the next row begins. */
  end: number
  next: number
  newlines: number
}

/** Reads a row that has a quote somewhere on its first line. */
function readQuoted(
  text: string,
  start: number,
  delimiter: string,
  newline: number,
  last: boolean,
): QuotedRow | 'more' | 'unclosed' {
  const cells: string[] = []
  const separator = delimiter.charCodeAt(0)
  let at = start
  let newlines = 0
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      const field = readField(text, at, separator, newline, last)
      if (typeof field === 'string') return field
      cells.push(field.value)
      newlines += field.newlines
      at = field.end
    } else {
      let end = at
      while (end < text.length && text.charCodeAt(end) !== separator && text.charCodeAt(end) !== newline) end++
      if (end === text.length && !last) return 'more'
      const carriage =
        newline === LF && end > at && text.charCodeAt(end) !== separator && text.charCodeAt(end - 1) === CR
      cells.push(text.slice(at, carriage ? end - 1 : end))
      at = end
    }
    if (at >= text.length) return { cells, end: text.length, next: text.length, newlines }
    if (text.charCodeAt(at) !== separator) {
      const end = newline === LF && text.charCodeAt(at - 1) === CR ? at - 1 : at
      return { cells, end, next: at + 1, newlines }
    }
    at += 1
  }
}

/** Reads a field from its opening quote to the delimiter, line end or end of text behind its closing quote. */
function readField(text: string, open: number, separator: number, newline: number, last: boolean) {
  const pieces: string[] = []
  let from = open + 1
  let newlines = 0
  let stray = false
  let scanned = from
  for (;;) {
    const quote = text.indexOf('"', scanned)
    const until = quote < 0 ? text.length : quote
    const crossed = countOf(text, newline, scanned, until)
    newlines += crossed
    // An undoubled quote and a line end: the quote was opened on this line and never closed.
    if (stray && crossed > 0) return 'unclosed'
    if (until - open > LONGEST_QUOTED) return 'unclosed'
    if (quote < 0) return last ? 'unclosed' : 'more'
    if (text.charCodeAt(quote + 1) === QUOTE) {
      pieces.push(text.slice(from, quote + 1))
      from = scanned = quote + 2
      continue
    }
    if (quote + 1 >= text.length && !last) return 'more'
    const end = endAfter(text, quote + 1, separator, newline)
    if (end === text.length && !last) return 'more'
    if (end >= 0) {
      pieces.push(text.slice(from, quote))
      return { value: pieces.join(''), newlines, end }
    }
    // The quote is text: it stays in the field.
    if (newlines > 0) return 'unclosed'
    stray = true
    scanned = quote + 1
  }
}

/** Skips blanks behind a closing quote; -1 where something else than a delimiter or line end follows. */
function endAfter(text: string, from: number, separator: number, newline: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === separator || code === newline) return at
    if (code !== 32 && code !== CR && code !== 9) return -1
  }
  return text.length
}

function countOf(text: string, code: number, from: number, to: number): number {
  const character = String.fromCharCode(code)
  let count = 0
  for (let at = text.indexOf(character, from); at >= 0 && at < to; at = text.indexOf(character, at + 1)) count++
  return count
}
