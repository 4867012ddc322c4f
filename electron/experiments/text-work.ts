import type { Part } from '../../shared/contract/dataset.ts'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import type { EffectRequest, VocabularyEffect, WordsAnswer, WordsRequest } from '../../shared/contract/recipe.ts'
import type { ExperimentSpec, TextSpec } from '../../shared/contract/spec.ts'
import type { EditStore } from '../storage/edit-store.ts'
import type { Derived } from '../storage/experiment-store.ts'
import { deriver } from './derive.ts'
import { lru } from './lru.ts'
import { textReaders } from './read-texts.ts'
import { sourceOf } from './row-source.ts'
import { analyseVocabulary, measureOf, plotsOf } from './vocabulary-analysis.ts'
import type { AnalysisRequest, VocabularyAnalysis } from './vocabulary-analysis.ts'
import { touchedSentences } from './vocabulary-difference.ts'
import { foundWords } from './vocabulary-words.ts'

/** The rows of a data set at a revision, and its classes. */
export interface RowsAt {
  dataset: number
  revision: number
  classes: readonly string[]
}

/** What takes a look at every word of a data set. Here for small ones, in a thread for large ones. */
export interface TextWork {
  /** What follows from a spec and its data. @throws {UnrollError} data-too-few */
  derive(rows: RowsAt, spec: ExperimentSpec): Promise<Derived>
  /** One part of a saved experiment, from its saved split and vocabulary. */
  encode(
    rows: RowsAt,
    text: TextSpec,
    saved: { assignment: Uint8Array; words: string[] },
    part: Part,
  ): Promise<EncodedPart>
  /** What rules come to, beside what others came to. @throws {DOMException} AbortError */
  effect(rows: RowsAt, request: EffectRequest, signal?: AbortSignal): Promise<VocabularyEffect>
  words(rows: RowsAt, request: WordsRequest, signal?: AbortSignal): Promise<WordsAnswer>
}

/** Results of each kind that are kept for the next question. */
export interface Kept {
  tables: number
  readings: number
  analyses: number
}

export function textWork(edits: EditStore, kept: Kept): TextWork {
  const readers = textReaders(kept)
  const { derive, encode } = deriver(readers)
  const analyses = lru<string, VocabularyAnalysis>(kept.analyses)
  const source = ({ dataset, revision }: RowsAt) => sourceOf(edits, dataset, revision)

  function analysis(rows: RowsAt, request: AnalysisRequest, signal?: AbortSignal): Promise<VocabularyAnalysis> {
    const { rules, split, seed } = request
    const { classes } = rows
    const from = source(rows)
    const key = JSON.stringify([from.key, rules, split, seed, classes])
    const ask = () => analyses(key, () => analyseVocabulary(readers, from, classes, { rules, split, seed }, signal))
    // Another request may have given up the work that this one shared: then it is this one's.
    return ask().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'AbortError' && signal?.aborted !== true) return ask()
      throw error
    })
  }

  return {
    derive: (rows, spec) => derive(source(rows), { classes: [...rows.classes] }, spec),
    encode: (rows, ...asked) => encode(source(rows), ...asked),
    async effect(rows, request, signal) {
      const { rules, before, maxLength, models } = request
      const now = await analysis(rows, request, signal)
      const then = before && (await analysis(rows, { ...request, rules: before }, signal))
      const measure = (one: VocabularyAnalysis) => measureOf(one, rows.classes.length, maxLength, models)
      return {
        before: then && measure(then),
        after: measure(now),
        touched: then && touchedSentences(then, now),
        plots: plotsOf(now, rows.classes),
        suggestions: rules.level === 'word' ? now.suggestions : [],
      }
    },
    words: async (rows, request, signal) => foundWords(await analysis(rows, request, signal), request),
  }
}
