import { createHash } from 'node:crypto'
import type { DatasetReport, Part, RefusalReason } from '../../shared/contract/dataset.ts'
import { summariseLengths } from '../../shared/text/length-summary.ts'
import { HashTable } from './hash-table.ts'
import { TextScanner } from './text-scan.ts'
import type { ReadRow } from './row-reader.ts'

const OPEN = '['.charCodeAt(0)
/** Bytes of rows that are hashed at once: a call for each costs more than the hashing. */
const HASHED_AT_ONCE = 256 * 1024

/** Gathers the figures of a data set and its fingerprint while its rows pass by. */
export class ReportBuilder {
  readonly #classCounts: number[]
  readonly #parts: Record<Part, number> = { train: 0, validation: 0, test: 0 }
  readonly #refused: Partial<Record<RefusalReason, number>> = {}
  readonly #lengths = new Map<number, number>()
  readonly #texts = new HashTable()
  readonly #scanner = new TextScanner()
  readonly #fingerprint = createHash('sha256')
  #hasParts = false
  kept = 0
  refused = 0
  /** Of the kept ones: mended by hand. */
  mended = 0

  constructor(classes: number) {
    this.#classCounts = new Array<number>(classes).fill(0)
  }

  /** A row whose text is a string. */
  keepRow({ text, label, part }: Pick<ReadRow, 'text' | 'label' | 'part'>): void {
    const bytes = Buffer.from(text)
    this.keep(bytes, 0, bytes.length, { label, part })
  }

  /** A row whose text lies in these bytes (valid UTF-8). */
  keep(bytes: Buffer, from: number, to: number, { label, part }: Pick<ReadRow, 'label' | 'part'>): void {
    this.kept += 1
    this.#classCounts[label] += 1
    if (part) {
      this.#hasParts = true
      this.#parts[part] += 1
    }
    const scanner = this.#scanner
    scanner.json[scanner.jsonLength++] = OPEN
    scanner.scan(bytes, from, to)
    this.#lengths.set(scanner.words, (this.#lengths.get(scanner.words) ?? 0) + 1)
    this.#texts.add(scanner.low, scanner.high, this.kept - 1)
    scanner.jsonLength += scanner.json.write(`,${label},${part ? `"${part}"` : 'null'}]\n`, scanner.jsonLength)
    if (scanner.jsonLength > HASHED_AT_ONCE) this.#hashRows()
  }

  #hashRows(): void {
    this.#fingerprint.update(this.#scanner.json.subarray(0, this.#scanner.jsonLength))
    this.#scanner.jsonLength = 0
  }

  refuse(reason: RefusalReason): void {
    this.refused += 1
    this.#refused[reason] = (this.#refused[reason] ?? 0) + 1
  }

  get classCounts(): readonly number[] {
    return this.#classCounts
  }

  get refusedByReason(): Readonly<Partial<Record<RefusalReason, number>>> {
    return this.#refused
  }

  /** SHA-256 over the rows (text, label, part) in order. Call once. */
  fingerprint(): string {
    this.#hashRows()
    return this.#fingerprint.digest('hex')
  }

  report(encoding: string, delimiter: string, milliseconds: number): DatasetReport {
    return {
      rowsRead: this.kept + this.refused,
      rowsKept: this.kept,
      rowsRefused: this.refused,
      refusedByReason: this.#refused,
      ...(this.mended > 0 ? { mendedByHand: this.mended } : {}),
      classCounts: this.#classCounts,
      parts: this.#hasParts ? this.#parts : null,
      distinctTexts: this.#texts.size,
      duplicates: this.kept - this.#texts.size,
      lengths: summariseLengths(this.#lengths),
      ...{ encoding, delimiter, milliseconds },
    }
  }
}
