import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../../api.ts'
import type { VocabularyWord, WordsRequest } from '../../../../shared/contract/recipe.ts'
import { useRecipesStore } from '../../../stores/recipes.ts'

const PAGE = 200

/** The words that rules come to, fetched page by page as they come into view. Answers to a replaced question are dropped. */
export function useRecipeWords() {
  const recipes = useRecipesStore()
  const search = ref('')
  const sort = ref<WordsRequest['sort']>('count')
  const descending = ref(true)
  const show = ref<WordsRequest['show']>('all')
  const total = ref(0)
  const error = ref<string | null>(null)
  const pages = shallowRef<ReadonlyMap<number, readonly VocabularyWord[]>>(new Map())
  const asked = new Set<number>()
  let asking = new AbortController()
  let typing: ReturnType<typeof setTimeout> | undefined

  const row = (index: number) => pages.value.get(Math.floor(index / PAGE))?.[index % PAGE]
  function need(from: number, to: number) {
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page++) if (!asked.has(page)) void get(page)
  }
  async function get(page: number, fresh = false) {
    if (!recipes.question.dataset) return
    asked.add(page)
    const mine = asking
    const json = {
      ...recipes.question,
      ...{ sort: sort.value, descending: descending.value, search: search.value, show: show.value },
      ...{ offset: page * PAGE, limit: PAGE },
    }
    try {
      const answer = await request(api.vocabularies.words.$post({ json }, { init: { signal: mine.signal } }))
      if (mine !== asking) return
      total.value = answer.total
      // The words of the last question stay until those of this one are here: nothing flickers.
      pages.value = (fresh ? new Map<number, readonly VocabularyWord[]>() : new Map(pages.value)).set(
        page,
        answer.words,
      )
      error.value = null
    } catch (failure) {
      if (mine !== asking || mine.signal.aborted) return
      asked.delete(page)
      error.value = messageOf(failure)
    }
  }
  function restart() {
    clearTimeout(typing)
    asking.abort()
    asking = new AbortController()
    asked.clear()
    void get(0, true)
  }
  function sortBy(wanted: WordsRequest['sort']) {
    descending.value = wanted === sort.value ? !descending.value : wanted !== 'word'
    sort.value = wanted
  }
  watch([() => JSON.stringify(recipes.question), sort, descending, show], restart, { immediate: true })
  watch(search, () => {
    clearTimeout(typing)
    typing = setTimeout(restart, 150)
  })
  onScopeDispose(() => {
    clearTimeout(typing)
    asking.abort()
  })
  return { search, sort, descending, show, total, error, row, need, sortBy }
}
