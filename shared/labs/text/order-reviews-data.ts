import type { EncodedPart } from '../../contract/encoded.ts'
import { defaultModel, defaultSplit, defaultText, defaultTraining, SPEC_VERSION } from '../../contract/spec.ts'
import type { CellKind, RunSpec } from '../../contract/spec.ts'
import type { TrainingData } from '../../engine/training/training-types.ts'
import { generateOrderReviews } from '../../tasks/negation-grammar.ts'
import { encodePart } from '../../text/encode.ts'
import { words } from '../../text/tokenise.ts'
import { buildVocabulary, indexVocabulary } from '../../text/vocabulary.ts'

/** The order reviews as a laboratory trains on them. */
export interface LabText {
  data: TrainingData
  words: string[]
  /** Words of the longest sentence. */
  longest: number
}

let made: LabText | null = null

/** Film reviews whose label hangs on the order of the words (shared/tasks/negation-grammar.ts), encoded; made once. */
export function orderReviewsData(): LabText {
  if (made) return made
  const reviews = generateOrderReviews().map(({ text, label, part }, id) => ({
    ...{ id, part, label: label === 'positive' ? 1 : 0 },
    words: words(text, defaultText),
  }))
  const of = (part: 'train' | 'validation' | 'test') => reviews.filter((review) => review.part === part)
  const vocabulary = buildVocabulary(
    of('train').map((review) => review.words),
    defaultText,
  )
  const index = indexVocabulary(vocabulary.words)
  const longest = Math.max(...reviews.map((review) => review.words.length))
  const encode = (part: 'train' | 'validation' | 'test'): EncodedPart =>
    encodePart(of(part), index, { maxLength: longest, truncation: 'end' })
  made = {
    data: {
      ...{ vocabularySize: vocabulary.words.length, classes: 2 },
      parts: { train: encode('train'), validation: encode('validation'), test: encode('test') },
    },
    ...{ words: vocabulary.words, longest },
  }
  return made
}

/** The spec of a run on them: the settings of a first comparison, without early stopping. */
export function orderReviewsSpec(cell: CellKind, run: { seed: number; epochs: number; maxLength: number }): RunSpec {
  return {
    version: SPEC_VERSION,
    // The rows are generated, not imported: no fingerprint stands for them.
    data: '0'.repeat(64),
    text: { ...defaultText, maxLength: run.maxLength },
    split: defaultSplit,
    training: { ...defaultTraining, epochs: run.epochs, earlyStopping: null },
    seed: run.seed,
    model: defaultModel(cell),
  }
}
