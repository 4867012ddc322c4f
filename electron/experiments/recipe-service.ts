import type {
  EffectRequest,
  Recipe,
  RecipeChange,
  RecipeOrigin,
  RecipeSummary,
  VocabularyEffect,
  VocabularyWord,
  WordsAnswer,
  WordsRequest,
} from '../../shared/contract/recipe.ts'
import type { VocabularyRules } from '../../shared/contract/text-spec.ts'
import type { EventHub } from '../service-types.ts'
import type { DatasetStore } from '../storage/dataset-store.ts'
import type { ExperimentStore } from '../storage/experiment-store.ts'
import type { RecipeStore } from '../storage/vocabulary-recipes.ts'
import { lru } from './lru.ts'
import type { RowSource, TextReaders } from './read-texts.ts'
import { analyseVocabulary, measureOf, plotsOf } from './vocabulary-analysis.ts'
import type { AnalysisRequest, VocabularyAnalysis } from './vocabulary-analysis.ts'
import { touchedSentences } from './vocabulary-difference.ts'

export interface RecipeParts {
  datasets: DatasetStore
  experiments: ExperimentStore
  recipes: RecipeStore
  events: EventHub
  readers: TextReaders
  sourceOf: (key: number) => RowSource
}

/** Vocabularies of data sets: their recipes, and what a recipe comes to. */
export function recipeService({ datasets, experiments, recipes, events, readers, sourceOf }: RecipeParts) {
  const analyses = lru<string, VocabularyAnalysis>(6)
  const told = (recipe: Recipe): Recipe => {
    events.emit({ kind: 'recipe', id: recipe.id, dataset: recipe.dataset })
    return recipe
  }
  const analysis = (id: string, { rules, split, seed }: AnalysisRequest, signal?: AbortSignal) => {
    const { classes } = datasets.read(id)
    const source = sourceOf(datasets.keyOf(id))
    const { edits, ...others } = rules
    const key = JSON.stringify([source.key, others, edits, split, seed, classes])
    const ask = () => analyses(key, () => analyseVocabulary(readers, source, classes, { rules, split, seed }, signal))
    // Another request may have given up the work that this one shared: then it is this one's.
    return ask().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'AbortError' && signal?.aborted !== true) return ask()
      throw error
    })
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
    async effect(request: EffectRequest, signal?: AbortSignal): Promise<VocabularyEffect> {
      const { dataset, rules, before, maxLength, models } = request
      const { classes } = datasets.read(dataset)
      const now = await analysis(dataset, request, signal)
      const then = before && (await analysis(dataset, { ...request, rules: before }, signal))
      const measure = (one: VocabularyAnalysis) => measureOf(one, classes.length, maxLength, models)
      return {
        before: then && measure(then),
        after: measure(now),
        touched: then && touchedSentences(then, now),
        plots: plotsOf(now, classes),
        suggestions: rules.level === 'word' ? now.suggestions : [],
      }
    },
    async words(request: WordsRequest, signal?: AbortSignal): Promise<WordsAnswer> {
      const { words } = await analysis(request.dataset, request, signal)
      const found = sorted(words.filter(wanted(request)), request)
      return { total: found.length, words: found.slice(request.offset, request.offset + request.limit) }
    },
  }
}
export type RecipeService = ReturnType<typeof recipeService>

function wanted({ search, show }: WordsRequest): (word: VocabularyWord) => boolean {
  const part = search.trim().toLowerCase()
  const shows = ({ id, state, from }: VocabularyWord) => {
    if (show === 'in') return id !== null
    if (show === 'out') return id === null
    return show === 'all' || state === 'pinned' || state === 'dropped' || from.length > 0
  }
  return (one) =>
    shows(one) &&
    (part === '' ||
      one.word.toLowerCase().includes(part) ||
      String(one.id) === part ||
      one.from.some((word) => word.toLowerCase().includes(part)))
}

/** The words come by falling count; equal ones stay in that order. */
function sorted(words: VocabularyWord[], { sort, descending }: WordsRequest): VocabularyWord[] {
  const turn = descending ? -1 : 1
  const by: Record<WordsRequest['sort'], (a: VocabularyWord, b: VocabularyWord) => number> = {
    count: (a, b) => a.count - b.count,
    word: (a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0),
    telling: (a, b) => a.tells.z - b.tells.z,
    length: (a, b) => a.word.length - b.word.length,
  }
  return words.sort((a, b) => turn * by[sort](a, b))
}
