import type { ModelQuestions, ModelRef } from '../words/asking/model-questions.ts'

export type MapMethod = 'pca' | 'umap'

/** Words in the plane. Entry n of `x`, `y` and `norms` belongs to the word `ids[n]`. */
export interface WordPlaces {
  /** The parameter whose rows are the words' vectors, and their size. */
  table: string
  oneHot: boolean
  dimensions: number
  ids: number[]
  x: number[]
  y: number[]
  norms: number[]
  /** PCA: share of the spread of these words that each axis shows. */
  explained: number[] | null
}

/** Where the most frequent words stood at every snapshot, in the plane of the last one. */
export interface WordPaths {
  steps: number[]
  epochs: number[]
  ids: number[]
  /** [snapshot][2 n] is x of the word ids[n], [2 n + 1] its y. */
  places: Float64Array[]
  explained: number[]
}

export interface MapQuestions extends ModelQuestions {
  /** The `count` most frequent words; null for a model whose words have no vector of their own. */
  map: {
    ask: { model: ModelRef; count: number; method: MapMethod; neighbours: number; seed: number }
    answer: WordPlaces | null
  }
  /** ln p/(1 - p) of the class for a sentence of this word alone, for the `count` most frequent words in their order. */
  alone: { ask: { model: ModelRef; count: number; classIndex: number }; answer: number[] }
  /** Null for a run without snapshots of an embedding. */
  paths: { ask: { model: ModelRef }; answer: WordPaths | null }
}
