import { setImmediate } from 'node:timers/promises'
import type { Part } from '../../shared/contract/dataset.ts'
import type { SplitSpec, TextSpec } from '../../shared/contract/spec.ts'
import { corpusBuilder, growing, readCorpus } from '../../shared/text/corpus.ts'
import type { Corpus, TokenRows } from '../../shared/text/corpus.ts'
import { splitRows } from '../../shared/text/split.ts'
import type { SplitAssignment, SplitRow } from '../../shared/text/split.ts'
import { TextScanner } from '../importing/text-scan.ts'
import { lru } from './lru.ts'

/** Where the rows of a data set come from: a revision of it, which never names other rows. `key` names both. */
export interface RowSource {
  key: string
  revision: number
  /** All rows in order, some at a time. */
  stretches(): Iterable<(SplitRow & { id: number })[]>
}

/** What is kept of the rows of a data set: everything but their texts. */
export interface TextTable {
  corpus: Corpus
  ids: Uint32Array
  labels: Uint32Array
  parts: readonly (Part | null)[]
  /** 64 bits of what texts must share to be the same one (`textKey`), in two numbers a row. */
  keys: Uint32Array
}

/**
 * Texts cut into words, read by rules, and split, each kept for the latest asked: a change of one rule reads the words again, but
 * neither cuts the texts nor splits the rows.
 */
export function textReaders(kept = { tables: 2, readings: 4 }) {
  const tables = lru<string, TextTable>(kept.tables)
  const readings = lru<string, TokenRows>(kept.readings)
  const splits = lru<string, SplitAssignment>(4)

  const table = ({ key, stretches }: RowSource): Promise<TextTable> =>
    tables(key, async () => {
      const builder = corpusBuilder()
      const scanner = new TextScanner()
      const [ids, labels, keys] = [growing(), growing(), growing()]
      const parts: (Part | null)[] = []
      for (const rows of stretches()) {
        for (const { id, text, label, part } of rows) {
          builder.add(text)
          const bytes = Buffer.from(text)
          scanner.jsonLength = 0
          scanner.scan(bytes, 0, bytes.length)
          keys.push(scanner.low)
          keys.push(scanner.high)
          ids.push(id)
          labels.push(label)
          parts.push(part)
        }
        // Other requests get their turn while a large data set is segmented.
        await setImmediate()
      }
      return { corpus: builder.done(), ids: ids.done(), labels: labels.done(), parts, keys: keys.done() }
    })

  return {
    table,
    /** The tokens of every row, phrases apart. */
    async tokens(source: RowSource, text: TextSpec): Promise<TokenRows> {
      const { lowercase, punctuation, numbers, stopWords, level, edits } = text
      const { pin, replace } = edits
      const rules = JSON.stringify([lowercase, punctuation, numbers, stopWords, level, pin, replace])
      const { corpus } = await table(source)
      return readings(`${source.key} ${rules}`, () => Promise.resolve(readCorpus(corpus, text)))
    },
    /** @throws {UnrollError} data-too-few */
    split: (source: RowSource, spec: SplitSpec, seed: number, classes: readonly string[]): Promise<SplitAssignment> =>
      splits(JSON.stringify([source.key, spec, seed, classes]), async () => {
        const known = await table(source)
        await setImmediate()
        return splitRows(keyedRows(known), spec, seed, classes)
      }),
  }
}
export type TextReaders = ReturnType<typeof textReaders>

/** Rows with the number of their text in place of the text: the split asks only which are the same. */
const keyedRows = ({ labels, parts, keys }: TextTable): SplitRow[] =>
  parts.map((part, row) => ({ text: `${keys[2 * row]}-${keys[2 * row + 1]}`, label: labels[row], part }))
