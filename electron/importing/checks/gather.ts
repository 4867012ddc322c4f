import type { Oddity, Part } from '../../../shared/contract/dataset.ts'
import { LEAST_SIMILARITY, oddities } from '../../../shared/contract/dataset.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { guessLanguage } from '../../../shared/text/checks/language.ts'
import { NearIndex } from '../../../shared/text/checks/near-index.ts'
import type { NearMatch } from '../../../shared/text/checks/near-index.ts'
import { enormousFrom, findOddities, NEARLY_EMPTY } from '../../../shared/text/checks/odd-text.ts'
import { roughWords } from '../../../shared/text/checks/rough-words.ts'
import { shingles } from '../../../shared/text/checks/shingles.ts'
import { HashTable } from '../hash-table.ts'
import type { ReadRow } from '../row-reader.ts'
import { TextScanner } from '../text-scan.ts'
import { Growing } from './growing.ts'

/** Rows drawn evenly from all, for what needs their words. */
const DRAWN = 20_000
export const partCodes = [null, 'train', 'validation', 'test'] as const

export interface DrawnRow extends ReadRow {
  row: number
}

/**
 * What must be remembered of the rows of a file to judge them: some forty bytes each and, while there is room, the word pairs
 * of each text. Rows are counted from 0 in the order in which they are read.
 */
export class Gathered {
  readonly files = new Growing()
  readonly lines = new Growing()
  readonly labels = new Growing()
  readonly parts = new Growing()
  readonly words = new Growing()
  /** The text of a row, numbered by first appearance. */
  readonly texts = new Growing()
  readonly #oddities = new Growing()
  readonly #languages = new Growing()
  readonly languageNames: string[] = []
  readonly lengths = new Map<number, number>()
  readonly drawn: DrawnRow[] = []

  /** By text: its first row, its first class, whether it has others, the parts it stands in (a bit each). */
  readonly firstRows = new Growing()
  readonly firstLabels = new Growing()
  readonly conflicting = new Growing()
  readonly partsOfText = new Growing()
  /** Earlier texts that are nearly like a text, best first. */
  readonly near = new Map<number, readonly NearMatch[]>()
  readonly #scanner = new TextScanner()
  readonly #keys = new HashTable()
  readonly #index = new NearIndex(LEAST_SIMILARITY)
  readonly #random = stream(1, 'import-checks')

  get rows(): number {
    return this.lines.length
  }

  /** Texts that were compared with those before them. */
  get compared(): number {
    return this.#index.size
  }

  add(read: ReadRow, file: number): void {
    const row = this.rows
    const { text, line, label } = read
    const part = partCodes.indexOf(read.part)
    const bytes = Buffer.from(text)
    this.#scanner.scan(bytes, 0, bytes.length)
    this.#scanner.jsonLength = 0
    const { words, low, high } = this.#scanner
    this.files.push(file)
    this.lines.push(line)
    this.labels.push(label)
    this.parts.push(part)
    this.words.push(words)
    this.lengths.set(words, (this.lengths.get(words) ?? 0) + 1)
    this.#oddities.push(findOddities(text).reduce((bits, { oddity }) => bits | (1 << oddities.indexOf(oddity)), 0))
    this.#addLanguage(text)
    const number = this.firstRows.length
    const known = this.#keys.add(low, high, number)
    this.texts.push(known < 0 ? number : known)
    if (known < 0) this.#addText(row, text, label, part)
    else {
      if (this.firstLabels.at(known) !== label) this.conflicting.set(known, 1)
      this.partsOfText.set(known, this.partsOfText.at(known) | (1 << part))
    }
    this.#draw({ ...read, row })
  }

  #addText(row: number, text: string, label: number, part: number): void {
    const number = this.firstRows.length
    this.firstRows.push(row)
    this.firstLabels.push(label)
    this.conflicting.push(0)
    this.partsOfText.push(1 << part)
    // Once full it stays full, so the texts that were compared are the first ones.
    if (this.#index.full) return
    const near = this.#index.add(shingles(roughWords(text)))
    if (near.length > 0) this.near.set(number, near)
  }

  #addLanguage(text: string): void {
    const { language, sure } = guessLanguage(text)
    if (language === null) return this.#languages.push(0)
    let known = this.languageNames.indexOf(language)
    if (known < 0) known = this.languageNames.push(language) - 1
    this.#languages.push((known + 1) * 2 + (sure ? 1 : 0))
  }

  /** Every row has the same chance to be among the drawn ones (Vitter 1985, algorithm R). */
  #draw(row: DrawnRow): void {
    if (this.drawn.length < DRAWN) this.drawn.push(row)
    else {
      const place = this.#random.int(row.row + 1)
      if (place < DRAWN) this.drawn[place] = row
    }
  }

  languageOf(row: number): string | null {
    return this.languageNames[(this.#languages.at(row) >> 1) - 1] ?? null
  }

  partOf(row: number): Part | null {
    return partCodes[this.parts.at(row)]
  }

  /** Rows by language, most first; null where none could be told. */
  languages(): { language: string | null; rows: number }[] {
    const counts = new Map<string | null, number>()
    for (let row = 0; row < this.rows; row++) {
      const language = this.languageOf(row)
      counts.set(language, (counts.get(language) ?? 0) + 1)
    }
    return [...counts].map(([language, rows]) => ({ language, rows })).sort((a, b) => b.rows - a.rows)
  }

  /** What is odd about a row, once all rows are known. */
  oddityTest(): (row: number, oddity: Oddity) => boolean {
    const main = this.languages().find(({ language }) => language !== null)?.language ?? null
    const enormous = enormousFrom(this.#wordsAt(0.95))
    return (row, oddity) => {
      if (oddity === 'nearly-empty') return this.words.at(row) <= NEARLY_EMPTY
      if (oddity === 'enormous') return this.words.at(row) > enormous
      if (oddity === 'other-language') return (this.#languages.at(row) & 1) === 1 && this.languageOf(row) !== main
      return (this.#oddities.at(row) & (1 << oddities.indexOf(oddity))) !== 0
    }
  }

  #wordsAt(quantile: number): number {
    let seen = 0
    for (const [words, rows] of [...this.lengths].sort(([a], [b]) => a - b))
      if ((seen += rows) >= Math.ceil(quantile * this.rows)) return words
    return 0
  }
}
