import type { RefusedRow } from '../../shared/contract/dataset.ts'
import type { CleanRow } from './delimited-bytes.ts'
import type { RowFacts, RowSorter } from './read-file.ts'
import type { ReportBuilder } from './report.ts'
import { BlockBuilder } from './row-block.ts'
import type { RowBlock } from './row-block.ts'
import type { ReadRow } from './row-reader.ts'

/** Refused rows that are kept for reading; all are counted. */
const REFUSED_KEPT = 1000
const QUOTE = 34

export type KeptRefusal = RefusedRow & { position: number }

/** Gathers the rows of an import into blocks to be written, and tells the report of each. */
export class RowGatherer implements RowSorter {
  readonly #report: ReportBuilder
  readonly #blocks = new BlockBuilder()
  #refused: KeptRefusal[] = []

  constructor(report: ReportBuilder) {
    this.#report = report
  }

  kept({ text, ...facts }: ReadRow): void {
    const { bytes, at } = this.#blocks.place(Buffer.byteLength(text))
    this.#add(bytes, at, at + bytes.write(text, at), facts)
  }

  keptBytes({ bytes: source, starts, ends, doubled }: CleanRow, cell: number, facts: RowFacts): void {
    const [from, to] = [starts[cell], ends[cell]]
    const { bytes, at } = this.#blocks.place(to - from)
    if (!doubled[cell]) {
      source.copy(bytes, at, from, to)
      this.#add(bytes, at, at + to - from, facts)
      return
    }
    let end = at
    let piece = from
    // Of two quotes the first is copied with what stands before it.
    for (let quote = source.indexOf(QUOTE, from); quote >= 0 && quote < to; quote = source.indexOf(QUOTE, piece)) {
      end += source.copy(bytes, end, piece, quote + 1)
      piece = quote + 2
    }
    end += source.copy(bytes, end, piece, to)
    this.#add(bytes, at, end, facts)
  }

  refused(row: RefusedRow): void {
    if (this.#report.refused < REFUSED_KEPT) this.#refused.push({ position: this.#report.refused, ...row })
    this.#report.refuse(row.reason)
  }

  mended(): void {
    this.#report.mended += 1
  }

  /** Hands over what is ready; `all`: what is gathered, too. */
  async flush(
    write: (block: RowBlock | null, refused: readonly KeptRefusal[]) => void | Promise<void>,
    all = false,
  ): Promise<void> {
    if (all) this.#blocks.end()
    const [blocks, refused] = [this.#blocks.full, this.#refused]
    this.#blocks.full = []
    this.#refused = []
    for (const block of blocks) await write(block, [])
    if (refused.length > 0) await write(null, refused)
  }

  #add(bytes: Buffer, at: number, end: number, facts: RowFacts): void {
    this.#report.keep(bytes, at, end, facts)
    this.#blocks.add(end, facts.line, facts.label, facts.originalLabel, facts.part)
  }
}
