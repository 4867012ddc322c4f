import { indexVocabulary } from '../../shared/text/vocabulary.ts'
import type { ExperimentStore } from '../storage/experiment-store.ts'
import type { KnownWords } from './row-filter.ts'

/** The words that the models of an experiment know. */
export function wordsOf(experiments: ExperimentStore, id: string): KnownWords {
  const { spec } = experiments.find(id)
  return { text: spec.text, index: indexVocabulary(experiments.vocabulary(id).words().words) }
}
