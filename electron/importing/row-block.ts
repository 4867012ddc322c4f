import type { Part } from '../../shared/contract/dataset.ts'

/** What one transaction writes at most: some 20 ms, so that nobody waits long for the database. */
const BLOCK_ROWS = 4000
const BLOCK_BYTES = 2 * 1024 * 1024

/** How parts are numbered in a block. */
export const blockParts: readonly (Part | null)[] = [null, 'train', 'validation', 'test']

/**
 * Rows column by column, their texts as bytes: such a block crosses to another thread without a copy, and the database
 * wants UTF-8 anyway, so that a text is never made into a string.
 */
export interface RowBlock {
  /** id of the first row; the others follow. */
  first: number
  rows: number
  /** UTF-8, one text behind another; `ends[n]`: where the one of row n ends. */
  texts: Uint8Array<ArrayBuffer>
  ends: Int32Array<ArrayBuffer>
  lines: Int32Array<ArrayBuffer>
  labels: Uint8Array<ArrayBuffer>
  /** Number of the row's original label in `originals`. */
  original: Uint16Array<ArrayBuffer>
  originals: string[]
  /** Number of the row's part in `blockParts`. */
  parts: Uint8Array<ArrayBuffer>
}

/** What changes hands instead of being copied. */
export const buffersOf = ({ texts, ends, lines, labels, original, parts }: RowBlock): ArrayBuffer[] =>
  [texts, ends, lines, labels, original, parts].map(({ buffer }) => buffer)

function emptyBlock(first: number, bytes: number): RowBlock {
  return {
    ...{ first, rows: 0, originals: [], texts: new Uint8Array(bytes) },
    ends: new Int32Array(BLOCK_ROWS),
    lines: new Int32Array(BLOCK_ROWS),
    labels: new Uint8Array(BLOCK_ROWS),
    original: new Uint16Array(BLOCK_ROWS),
    parts: new Uint8Array(BLOCK_ROWS),
  }
}

/** Where a text lies: UTF-8 from `from` to `to`. */
export interface TextBytes {
  bytes: Uint8Array
  from: number
  to: number
}

/** Gathers rows into blocks. First the text is put (`place`, then `placed`), then the rest of its row (`add`). */
export class BlockBuilder {
  #block = emptyBlock(0, BLOCK_BYTES)
  #view = Buffer.from(this.#block.texts.buffer)
  #size = 0
  #numbers = new Map<string, number>()
  /** Blocks that are ready to be written. */
  full: RowBlock[] = []

  /** Room for a text of so many bytes: write it to `bytes` from `at` on. */
  place(bytes: number): { bytes: Buffer<ArrayBuffer>; at: number } {
    if (this.#block.rows === BLOCK_ROWS || (this.#block.rows > 0 && this.#size + bytes > this.#block.texts.length))
      this.#next(bytes)
    else if (bytes > this.#block.texts.length) this.#begin(this.#block.first, bytes)
    return { bytes: this.#view, at: this.#size }
  }

  /** Ends the row whose text now lies behind the one before, up to `end`. */
  add(end: number, line: number, label: number, originalLabel: string, part: Part | null): void {
    const block = this.#block
    const row = block.rows
    block.ends[row] = end
    block.lines[row] = line
    block.labels[row] = label
    block.original[row] = this.#number(originalLabel)
    block.parts[row] = part === null ? 0 : blockParts.indexOf(part)
    block.rows += 1
    this.#size = end
  }

  /** Ends the last block, however few rows it has. */
  end(): void {
    if (this.#block.rows > 0) this.#next(0)
  }

  #number(label: string): number {
    const known = this.#numbers.get(label)
    if (known !== undefined) return known
    const number = this.#block.originals.push(label) - 1
    this.#numbers.set(label, number)
    return number
  }

  #next(bytes: number): void {
    this.full.push(this.#block)
    this.#begin(this.#block.first + this.#block.rows, bytes)
  }

  #begin(first: number, bytes: number): void {
    this.#block = emptyBlock(first, Math.max(BLOCK_BYTES, bytes))
    this.#view = Buffer.from(this.#block.texts.buffer)
    this.#size = 0
    this.#numbers = new Map()
  }
}
