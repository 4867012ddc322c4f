import { setImmediate } from 'node:timers/promises'
import type { Dataset, Part } from '../../shared/contract/dataset.ts'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import type { ExperimentSpec, TextSpec } from '../../shared/contract/spec.ts'
import { parameterCount } from '../../shared/engine/cells/parameter-count.ts'
import { coverage, encodePart, unknownRate } from '../../shared/text/encode.ts'
import { splitReport, splitRows } from '../../shared/text/split.ts'
import type { SplitRow } from '../../shared/text/split.ts'
import { words } from '../../shared/text/tokenise.ts'
import { buildVocabulary, indexVocabulary } from '../../shared/text/vocabulary.ts'
import type { Derived } from '../storage/experiment-store.ts'
import { lru } from './lru.ts'

const parts = ['train', 'validation', 'test'] as const satisfies Part[]
const BREATH_ROWS = 500

export interface Sentence extends SplitRow {
  id: number
  words: string[]
}

/** Where the rows of a data set come from. `key` never names other rows: data sets are never changed. */
export interface RowSource {
  key: number
  rows(): (SplitRow & { id: number })[]
}

/** Computes what follows from a spec and its data, and keeps the tokens of the latest data sets in memory. */
export function deriver() {
  const cached = lru<string, Sentence[]>(2)

  const sentences = ({ key, rows }: RowSource, { lowercase, punctuation }: TextSpec): Promise<Sentence[]> =>
    cached(`${key}/${lowercase}/${punctuation}`, async () => {
      const found: Sentence[] = []
      for (const row of rows()) {
        found.push({ ...row, words: words(row.text, { lowercase, punctuation }) })
        // Other requests get their turn while a large data set is segmented.
        if (found.length % BREATH_ROWS === 0) await setImmediate()
      }
      return found
    })

  return {
    /** @throws {UnrollError} data-too-few */
    async derive(source: RowSource, dataset: Pick<Dataset, 'classes'>, spec: ExperimentSpec): Promise<Derived> {
      const rows = await sentences(source, spec.text)
      const assignment = splitRows(rows, spec.split, spec.seed, dataset.classes)
      const inPart = parts.map((_, code) => rows.filter((_, row) => assignment[row] === code))
      const vocabulary = buildVocabulary(
        inPart[0].map((sentence) => sentence.words),
        spec.text,
      )
      const index = indexVocabulary(vocabulary.words)
      const unknown = inPart.map((sentences) => unknownRate(encodePart(sentences, index, spec.text)))
      const used = inPart.flat().map((sentence) => sentence.words.length)
      const dims = {
        vocabularySize: vocabulary.words.length,
        classes: dataset.classes.length,
        maxLength: spec.text.maxLength,
      }
      return {
        spec,
        split: splitReport(rows, assignment, dataset.classes.length),
        assignment,
        vocabulary: {
          size: vocabulary.words.length,
          dropped: vocabulary.dropped,
          unknown: { train: unknown[0], validation: unknown[1], test: unknown[2] },
          covered: coverage(used, spec.text.maxLength),
        },
        words: { words: vocabulary.words, counts: vocabulary.counts },
        parameters: spec.models.map((model) => parameterCount(model, dims).total),
        formulas: spec.models.map((model) => parameterCount(model, dims).formula),
      }
    },
    /** One part of a saved experiment, from its saved split and vocabulary. */
    async encode(
      source: RowSource,
      text: TextSpec,
      saved: { assignment: Uint8Array; words: string[] },
      part: Part,
    ): Promise<EncodedPart> {
      const code = parts.indexOf(part)
      const rows = await sentences(source, text)
      return encodePart(
        rows.filter((_, row) => saved.assignment[row] === code),
        indexVocabulary(saved.words),
        text,
      )
    },
  }
}
export type Deriver = ReturnType<typeof deriver>
