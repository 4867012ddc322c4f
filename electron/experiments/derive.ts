import type { Dataset, Part } from '../../shared/contract/dataset.ts'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import type { ExperimentSpec, TextSpec } from '../../shared/contract/spec.ts'
import { parameterCount } from '../../shared/engine/cells/parameter-count.ts'
import { coverage, encodeRows, unknownRates } from '../../shared/text/encode.ts'
import { LEFT_OUT, TRAIN, splitReport } from '../../shared/text/split.ts'
import { indexVocabulary, joinKnownPhrases, vocabularyOf } from '../../shared/text/vocabulary.ts'
import type { Derived } from '../storage/experiment-store.ts'
import { textReaders } from './read-texts.ts'
import type { RowSource, TextReaders } from './read-texts.ts'

export type { RowSource } from './read-texts.ts'

const parts = ['train', 'validation', 'test'] as const satisfies Part[]

/** Computes what follows from a spec and its data. */
export function deriver(readers: TextReaders = textReaders()) {
  return {
    /** @throws {UnrollError} data-too-few */
    async derive(source: RowSource, dataset: Pick<Dataset, 'classes'>, spec: ExperimentSpec): Promise<Derived> {
      const assignment = await readers.split(source, spec.split, spec.seed, dataset.classes)
      const { labels } = await readers.table(source)
      const read = await readers.tokens(source, spec.text)
      const { vocabulary, rows } = vocabularyOf(read, (row) => assignment[row] === TRAIN, spec.text)
      const index = indexVocabulary(vocabulary.words)
      const unknown = unknownRates(rows, assignment, 3, index, spec.text)
      const used = [...assignment.keys()].filter((row) => assignment[row] !== LEFT_OUT)
      const lengths = used.map((row) => rows.offsets[row + 1] - rows.offsets[row])
      const dims = {
        vocabularySize: vocabulary.words.length,
        classes: dataset.classes.length,
        maxLength: spec.text.maxLength,
      }
      const counts = spec.models.map((model) => parameterCount(model, dims))
      return {
        spec,
        revision: source.revision,
        split: splitReport(
          Array.from(labels, (label) => ({ label })),
          assignment,
          dataset.classes.length,
        ),
        assignment,
        vocabulary: {
          size: vocabulary.words.length,
          dropped: vocabulary.dropped,
          unknown: { train: unknown[0], validation: unknown[1], test: unknown[2] },
          covered: coverage(lengths, spec.text.maxLength),
        },
        words: { words: vocabulary.words, counts: vocabulary.counts },
        parameters: counts.map(({ total }) => total),
        formulas: counts.map(({ formula }) => formula),
      }
    },
    /** One part of a saved experiment, from its saved split and vocabulary. */
    async encode(
      source: RowSource,
      text: TextSpec,
      saved: { assignment: Uint8Array; words: string[] },
      part: Part,
    ): Promise<EncodedPart> {
      const index = indexVocabulary(saved.words)
      const rows = joinKnownPhrases(await readers.tokens(source, text), index, text)
      const table = await readers.table(source)
      return encodeRows(rows, placesOf(saved.assignment, parts.indexOf(part)), table, index, text)
    },
  }
}
export type Deriver = ReturnType<typeof deriver>

/** The rows of a part, by place. */
export function placesOf(assignment: Uint8Array, code: number): number[] {
  const places: number[] = []
  assignment.forEach((part, row) => {
    if (part === code) places.push(row)
  })
  return places
}
