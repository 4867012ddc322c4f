import { createHash } from 'node:crypto'
import type { DatasetReport, Part, RefusalReason } from '../../shared/contract/dataset.ts'
import { HashTable } from './hash-table.ts'
import { TextScanner } from './text-scan.ts'
import type { ReadRow } from './row-reader.ts'

const BINS = 20
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
      classCounts: this.#classCounts,
      parts: this.#hasParts ? this.#parts : null,
      distinctTexts: this.#texts.size,
      duplicates: this.kept - this.#texts.size,
      lengths: summariseLengths(this.#lengths),
      ...{ encoding, delimiter, milliseconds },
    }
  }
}

/** Nearest-rank quantiles and a histogram that ends a little above the 95th percentile. */
export function summariseLengths(counts: ReadonlyMap<number, number>): DatasetReport['lengths'] {
  const sorted = [...counts].sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, rows]) => sum + rows, 0)
  const quantile = (q: number) => {
    let seen = 0
    for (const [length, rows] of sorted) if ((seen += rows) >= Math.ceil(q * total)) return length
    return 0
  }
  const [min, max] = [sorted[0]?.[0] ?? 0, sorted[sorted.length - 1]?.[0] ?? 0]
  const p95 = quantile(0.95)
  const step = Math.max(1, Math.ceil((p95 * 1.25) / BINS))
  const bins = Math.min(BINS, Math.max(1, Math.ceil(max / step)))
  const histogram = Array.from({ length: bins }, (_, bin) => ({
    upTo: bin === bins - 1 ? Math.max(max, step * bins) : step * (bin + 1),
    rows: 0,
  }))
  for (const [length, rows] of sorted)
    histogram[Math.max(0, Math.min(bins - 1, Math.ceil(length / step) - 1))].rows += rows
  return { min, median: quantile(0.5), p95, max, histogram }
}
