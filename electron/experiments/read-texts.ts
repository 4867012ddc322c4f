import { setImmediate } from 'node:timers/promises'
import type { Part } from '../../shared/contract/dataset.ts'
import type { SplitSpec, TextSpec } from '../../shared/contract/spec.ts'
import { corpusBuilder, readCorpus } from '../../shared/text/corpus.ts'
import type { Corpus, TokenRows } from '../../shared/text/corpus.ts'
import { splitRows } from '../../shared/text/split.ts'
import type { SplitAssignment, SplitRow } from '../../shared/text/split.ts'
import { lru } from './lru.ts'

const BREATH_ROWS = 500

/** Where the rows of a data set come from: a revision of it, which never names other rows. `key` names both. */
export interface RowSource {
  key: string
  revision: number
  rows(): (SplitRow & { id: number })[]
}

/** What is kept of the rows of a data set: everything but their texts. */
export interface TextTable {
  corpus: Corpus
  ids: Uint32Array
  labels: Uint32Array
  parts: readonly (Part | null)[]
}

/**
 * Texts cut into words, read by rules, and split, each kept for the latest asked: a change of one rule reads the words again, but
 * neither cuts the texts nor splits the rows.
 */
export function textReaders() {
  const tables = lru<string, TextTable>(2)
  const readings = lru<string, TokenRows>(4)
  const splits = lru<string, SplitAssignment>(4)

  const table = ({ key, rows }: RowSource): Promise<TextTable> =>
    tables(key, async () => {
      const builder = corpusBuilder()
      const all = rows()
      for (const [n, { text }] of all.entries()) {
        builder.add(text)
        // Other requests get their turn while a large data set is segmented.
        if (n % BREATH_ROWS === 0) await setImmediate()
      }
      return {
        corpus: builder.done(),
        ids: Uint32Array.from(all, ({ id }) => id),
        labels: Uint32Array.from(all, ({ label }) => label),
        parts: all.map(({ part }) => part),
      }
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
        await setImmediate()
        return splitRows(source.rows(), spec, seed, classes)
      }),
  }
}
export type TextReaders = ReturnType<typeof textReaders>
