import { z } from 'zod'
import { datasetId, experimentId, recipeId } from './ids.ts'
import { modelSpec, splitSpec } from './spec.ts'
import { vocabularyRules } from './text-spec.ts'
import type { VocabularyRules } from './text-spec.ts'

/**
 * A recipe is what makes a vocabulary out of a data set: rules and edits by hand, under a name. Every change is kept as a version of
 * its own, so that it can be undone and redone, also tomorrow; nothing of a recipe is ever overwritten.
 */
export const recipeChange = z.strictObject({
  kind: z.enum(['made', 'rules', 'drop', 'pin', 'release', 'merge', 'rename', 'restored']),
  /** What it was done to; the first few, for the history. */
  words: z.array(z.string().max(200)).max(20),
  /** What they became, where they became something. */
  by: z.string().max(200).optional(),
})
export type RecipeChange = z.infer<typeof recipeChange>

export const createRecipe = z.strictObject({
  dataset: datasetId,
  name: z.string().trim().min(1).max(200),
  rules: vocabularyRules,
})
export const updateRecipe = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  /** Suggestions that were turned down, as 'word by'. */
  ignored: z.array(z.string().max(401)).max(10_000).optional(),
})
export const changeRecipe = z.strictObject({
  /** The version that was changed: another window may have changed the recipe since. */
  from: z.int().min(1),
  rules: vocabularyRules,
  change: recipeChange,
})
export const recipesQuery = z.strictObject({ dataset: datasetId })
export const recipeParam = z.strictObject({ id: recipeId })
export const recipeVersionParam = z.strictObject({ id: recipeId, version: z.coerce.number().int().min(1) })
export const recipeOfParam = z.strictObject({ experiment: experimentId })

export interface RecipeVersion {
  version: number
  /** The version that was changed; null for the first. */
  parent: number | null
  change: RecipeChange
  createdAt: string
}
export interface RecipeSummary {
  id: string
  dataset: string
  name: string
  /** The version that holds now. */
  version: number
  createdAt: string
  updatedAt: string
}
export interface Recipe extends RecipeSummary {
  rules: VocabularyRules
  /** Those of the version before; null for the first. */
  before: VocabularyRules | null
  canUndo: boolean
  canRedo: boolean
  ignored: string[]
  versions: RecipeVersion[]
}
/** Which version of which recipe an experiment was made with, if any: told by its rules. */
export interface RecipeOrigin {
  recipe: { id: string; name: string; version: number } | null
}

/** Of which text, split and seed a vocabulary is made. */
const made = {
  dataset: datasetId,
  rules: vocabularyRules,
  split: splitSpec,
  seed: z.int().min(0).max(0xffff_ffff),
}
export const effectRequest = z.strictObject({
  ...made,
  /** What to compare with; null: nothing. */
  before: vocabularyRules.nullable(),
  maxLength: z.int().min(1).max(2_000),
  models: z.array(modelSpec).max(12),
})
export type EffectRequest = z.infer<typeof effectRequest>

export interface VocabularyMeasure {
  /** Words, without the marks of padding and unknown words. */
  words: number
  /** Distinct words of the training part that did not enter. */
  left: number
  /** Share of tokens that are unknown. */
  unknown: { train: number; validation: number; test: number }
  /** Share of sentences that fit without being cut. */
  covered: number
  models: { name: string; parameters: number }[]
}
export interface ReadToken {
  word: string
  unknown: boolean
}
export interface VocabularyEffect {
  before: VocabularyMeasure | null
  after: VocabularyMeasure
  /** Sentences that are read otherwise than before. */
  touched: { sentences: number; of: number; examples: { before: ReadToken[]; after: ReadToken[] }[] } | null
  plots: VocabularyPlots
  suggestions: MergeSuggestion[]
}
export interface VocabularyPlots {
  /** Words of the training part by falling count, thinned evenly on a logarithmic axis. */
  frequencies: { rank: number; count: number; word: string }[]
  distinct: number
  /** Words that are in the vocabulary, most frequent first, and the share of all tokens that the first n cover. */
  coverage: { words: number; share: number }[]
  /** The most telling words of each class, see shared/text/telling-words.ts. */
  classes: { name: string; words: { word: string; z: number; count: number; share: number }[] }[]
}
export interface MergeSuggestion {
  word: string
  by: string
  why: 'case' | 'elongation' | 'spelling' | 'plural'
  counts: [number, number]
}

export const wordSorts = ['count', 'word', 'telling', 'length'] as const
export const wordsRequest = z.strictObject({
  ...made,
  sort: z.enum(wordSorts),
  descending: z.boolean(),
  search: z.string().max(200),
  show: z.enum(['all', 'in', 'out', 'edited']),
  offset: z.int().min(0),
  limit: z.int().min(1).max(500),
})
export type WordsRequest = z.infer<typeof wordsRequest>
/** in: by the rules; rare: below the minimum count; beyond: above the maximum size; the others by hand. */
export type WordState = 'in' | 'rare' | 'beyond' | 'dropped' | 'pinned'
export interface VocabularyWord {
  word: string
  /** Occurrences in the training part. */
  count: number
  /** By falling count, from 1. */
  rank: number
  id: number | null
  state: WordState
  /** Occurrences per class. */
  byClass: number[]
  /** The class that the word speaks for most, and how clearly, in standard deviations. */
  tells: { class: number; z: number }
  /** Words that were made this one. */
  from: string[]
}
export interface WordsAnswer {
  total: number
  words: VocabularyWord[]
}
