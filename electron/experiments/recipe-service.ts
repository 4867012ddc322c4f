import type {
  EffectRequest,
  Recipe,
  RecipeChange,
  RecipeOrigin,
  RecipeSummary,
  VocabularyEffect,
  WordsAnswer,
  WordsRequest,
} from '../../shared/contract/recipe.ts'
import type { VocabularyRules } from '../../shared/contract/text-spec.ts'
import type { EventHub } from '../service-types.ts'
import type { DatasetStore } from '../storage/dataset-store.ts'
import type { ExperimentStore } from '../storage/experiment-store.ts'
import type { RecipeStore } from '../storage/vocabulary-recipes.ts'
import type { RowsAt, TextWork } from './text-work.ts'

export interface RecipeParts {
  datasets: DatasetStore
  experiments: ExperimentStore
  recipes: RecipeStore
  events: EventHub
  texts: TextWork
  /** The newest revision of a data set. */
  headOf: (key: number) => number
}

/** Vocabularies of data sets: their recipes, and what a recipe comes to. */
export function recipeService({ datasets, experiments, recipes, events, texts, headOf }: RecipeParts) {
  const told = (recipe: Recipe): Recipe => {
    events.emit({ kind: 'recipe', id: recipe.id, dataset: recipe.dataset })
    return recipe
  }
  const rowsOf = (id: string): RowsAt => {
    const key = datasets.keyOf(id)
    return { dataset: key, revision: headOf(key), classes: datasets.read(id).classes }
  }

  return {
    list: (dataset: string): RecipeSummary[] => recipes.list(datasets.keyOf(dataset)),
    create: (dataset: string, name: string, rules: VocabularyRules): Recipe =>
      told(recipes.create(datasets.keyOf(dataset), name, rules)),
    read: recipes.read,
    change: (id: string, from: number, rules: VocabularyRules, change: RecipeChange) =>
      told(recipes.change(id, from, rules, change)),
    undo: (id: string) => told(recipes.undo(id)),
    redo: (id: string) => told(recipes.redo(id)),
    restoreVersion: (id: string, version: number) => told(recipes.restoreVersion(id, version)),
    update: (id: string, changes: { name?: string; ignored?: string[] }) => told(recipes.update(id, changes)),
    remove: (id: string): Recipe => {
      const recipe = recipes.read(id)
      recipes.setDeleted(id, true)
      return told(recipe)
    },
    restore: (id: string): Recipe => {
      recipes.setDeleted(id, false)
      return told(recipes.read(id))
    },
    originOf: (experiment: string): RecipeOrigin => {
      const { dataset, spec } = experiments.find(experiment)
      return { recipe: recipes.originOf(dataset.key, spec.text) }
    },
    /** What rules come to, beside what others came to. */
    effect: async (request: EffectRequest, signal?: AbortSignal): Promise<VocabularyEffect> =>
      texts.effect(rowsOf(request.dataset), request, signal),
    words: async (request: WordsRequest, signal?: AbortSignal): Promise<WordsAnswer> =>
      texts.words(rowsOf(request.dataset), request, signal),
  }
}
export type RecipeService = ReturnType<typeof recipeService>
