import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../api.ts'
import type { DatasetRow } from '../../../shared/contract/dataset.ts'

const PAGE = 100

/**
 * The rows of a data set, fetched page by page as they come into view and kept while search and class stay the same.
 * Answers to a question that has been replaced meanwhile are dropped.
 */
export function useRows(dataset: () => string) {
  const search = ref('')
  /** Class index, or null for all. */
  const label = ref<number | null>(null)
  const total = ref(0)
  const loading = ref(true)
  const error = ref<string | null>(null)
  const pages = shallowRef<ReadonlyMap<number, readonly DatasetRow[]>>(new Map())
  const asked = new Set<number>()
  let question = 0
  let typing: ReturnType<typeof setTimeout> | undefined

  const row = (index: number): DatasetRow | undefined => pages.value.get(Math.floor(index / PAGE))?.[index % PAGE]

  function need(from: number, to: number) {
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page++) if (!asked.has(page)) void get(page)
  }

  async function get(page: number) {
    asked.add(page)
    const mine = question
    const query = {
      offset: String(page * PAGE),
      limit: String(PAGE),
      ...(search.value.trim() ? { search: search.value.trim() } : {}),
      ...(label.value === null ? {} : { label: String(label.value) }),
    }
    try {
      const answer = await request(api.datasets[':id'].rows.$get({ param: { id: dataset() }, query }))
      if (mine !== question) return
      total.value = answer.total
      pages.value = new Map(pages.value).set(page, answer.rows)
      error.value = null
    } catch (failure) {
      if (mine !== question) return
      asked.delete(page)
      error.value = messageOf(failure)
    } finally {
      if (mine === question) loading.value = false
    }
  }

  /** Asks anew, from the first row. */
  function restart() {
    clearTimeout(typing)
    question++
    asked.clear()
    loading.value = true
    pages.value = new Map()
    void get(0)
  }

  watch([dataset, label], restart)
  watch(search, () => {
    clearTimeout(typing)
    typing = setTimeout(restart, 180)
  })
  onScopeDispose(() => {
    clearTimeout(typing)
    question++
  })
  restart()

  return { search, label, total, loading, error, row, need, restart }
}
