import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { ApiError, api, messageOf, request } from '../api.ts'
import { defaultModel, defaultSplit, defaultText } from '../../shared/contract/spec.ts'
import type { Recipe, RecipeChange, RecipeSummary, VocabularyEffect } from '../../shared/contract/recipe.ts'
import type { TextSpec, VocabularyRules } from '../../shared/contract/text-spec.ts'
import { useDraftStore } from './draft.ts'
import { debounce } from './throttle.ts'

/** The part of a text's rules that a recipe holds. */
export function rulesOf(text: TextSpec): VocabularyRules {
  const { maxLength: _, padding: __, truncation: ___, ...rules } = text
  return rules
}

const FIRST_NAME = 'Vocabulary'
const firstModels = [defaultModel('ann'), defaultModel('rnn'), defaultModel('lstm')]

/** The vocabularies of a data set, the one that is open, and what it comes to. */
export const useRecipesStore = defineStore('recipes', () => {
  const draft = useDraftStore()
  const dataset = ref<string | null>(null)
  const list = shallowRef<readonly RecipeSummary[]>([])
  const recipe = shallowRef<Recipe | null>(null)
  const effect = shallowRef<VocabularyEffect | null>(null)
  const loading = ref(false)
  const measuring = ref(false)
  const error = ref<string | null>(null)
  /** What 'before' means: the step before, or the open comparison. */
  const against = ref<'step' | 'comparison'>('step')

  /** The open comparison's set-up where it is of this data set: its split, seed and models are then used. */
  const setUp = computed(() => (draft.draft && draft.draft.dataset === dataset.value ? draft.draft.spec : null))
  const rules = computed<VocabularyRules>(
    () => recipe.value?.rules ?? rulesOf(setUp.value?.text ?? { ...defaultText, maxLength: 40 }),
  )
  const before = computed(() => {
    if (against.value === 'comparison') return setUp.value ? rulesOf(setUp.value.text) : null
    return recipe.value?.before ?? null
  })
  const question = computed(() => ({
    dataset: dataset.value ?? '',
    rules: rules.value,
    split: setUp.value?.split ?? defaultSplit,
    seed: setUp.value?.seed ?? 1,
  }))

  async function open(id: string) {
    const mine = id
    dataset.value = id
    ;[list.value, recipe.value, effect.value, error.value, loading.value] = [[], null, null, null, true]
    await attempt(async () => {
      const found = await request(api.vocabularies.$get({ query: { dataset: id } }))
      if (dataset.value !== mine) return
      list.value = found
      const last = found.at(-1)
      if (last) recipe.value = await request(api.vocabularies[':id'].$get({ param: { id: last.id } }))
    })
    loading.value = false
    measureSoon()
  }
  async function choose(id: string) {
    await attempt(async () => {
      recipe.value = await request(api.vocabularies[':id'].$get({ param: { id } }))
    })
    measureSoon()
  }
  async function attempt(work: () => Promise<void>) {
    try {
      await work()
      error.value = null
    } catch (failure) {
      error.value = messageOf(failure)
      if (failure instanceof ApiError && failure.code === 'recipe-changed' && recipe.value)
        recipe.value = await request(api.vocabularies[':id'].$get({ param: { id: recipe.value.id } }))
    }
  }

  /** One change after the other: each builds on the version that the one before it made. */
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<Recipe | null>) =>
    (turn = turn.then(() =>
      attempt(async () => {
        const made = await work()
        if (!made || made.dataset !== dataset.value) return
        recipe.value = made
        list.value = [...list.value.filter(({ id }) => id !== made.id), made]
        measureSoon()
      }),
    ))

  const create = (name: string, from: VocabularyRules) =>
    inTurn(() =>
      request(api.vocabularies.$post({ json: { dataset: dataset.value ?? '', name, rules: structuredClone(from) } })),
    )
  /** Keeps a change as a version of its own. The first change of a data set without a recipe makes one. */
  function change(edit: (rules: VocabularyRules) => VocabularyRules, what: RecipeChange) {
    return inTurn(async () => {
      const first = rules.value
      recipe.value ??= await request(
        api.vocabularies.$post({ json: { dataset: dataset.value ?? '', name: FIRST_NAME, rules: first } }),
      )
      const { id, version } = recipe.value
      const json = { from: version, rules: edit(first), change: { ...what, words: what.words.slice(0, 20) } }
      return request(api.vocabularies[':id'].changes.$post({ param: { id }, json }))
    })
  }
  const step = (go: 'undo' | 'redo') =>
    inTurn(async () => recipe.value && request(api.vocabularies[':id'][go].$post({ param: { id: recipe.value.id } })))
  const restoreVersion = (version: number) =>
    inTurn(
      async () =>
        recipe.value &&
        request(
          api.vocabularies[':id'].versions[':version'].$post({
            param: { id: recipe.value.id, version: String(version) },
          }),
        ),
    )
  const update = (changes: { name?: string; ignored?: string[] }) =>
    inTurn(
      async () =>
        recipe.value && request(api.vocabularies[':id'].$patch({ param: { id: recipe.value.id }, json: changes })),
    )

  let asking: AbortController | null = null
  const measureSoon = debounce(() => void measure(), 30)
  /** What the rules come to. An earlier question that is still being worked on is given up. */
  async function measure() {
    asking?.abort()
    if (!dataset.value) return
    const mine = (asking = new AbortController())
    measuring.value = true
    const { text, models } = setUp.value ?? { text: defaultText, models: firstModels }
    const json = { ...question.value, before: before.value, maxLength: text.maxLength, models }
    try {
      const found = await request(api.vocabularies.effect.$post({ json }, { init: { signal: mine.signal } }))
      if (mine !== asking) return
      effect.value = found
    } catch (failure) {
      if (mine === asking && !mine.signal.aborted) error.value = messageOf(failure)
    } finally {
      if (mine === asking) measuring.value = false
    }
  }
  function stopMeasuring() {
    asking?.abort()
    asking = null
    measuring.value = false
  }
  function compareWith(what: 'step' | 'comparison') {
    against.value = what
    measureSoon()
  }

  return {
    ...{ dataset, list, recipe, effect, loading, measuring, error, against, setUp, rules, question },
    ...{ open, choose, create, change, restoreVersion, update, stopMeasuring, compareWith, measureSoon },
    undo: () => step('undo'),
    redo: () => step('redo'),
  }
})
