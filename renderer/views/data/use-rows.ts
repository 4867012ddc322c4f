import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../api.ts'
import type { ListedRow } from '../../../shared/contract/edits.ts'

const PAGE = 100
const sorts = {
  id: {},
  shortest: { sort: 'words', order: 'up' },
  longest: { sort: 'words', order: 'down' },
  label: { sort: 'label', order: 'up' },
} as const

/**
 * The rows of a data set, fetched page by page as they come into view and kept while search and class stay the same.
 * Answers to a question that has been replaced meanwhile are dropped.
 */
export function useRows(dataset: () => string, revision: () => number) {
  const search = ref('')
  /** Class index, or null for all. */
  const label = ref<number | null>(null)
  const total = ref(0)
  const loading = ref(true)
  const error = ref<string | null>(null)
  /** Only rows that have been edited. */
  const edited = ref(false)
  const sort = ref<'id' | 'shortest' | 'longest' | 'label'>('id')
  /** What share of the rows has been looked at; null: all. */
  const looked = ref<number | null>(null)
  const pages = shallowRef<ReadonlyMap<number, readonly ListedRow[]>>(new Map())
  const asked = new Set<number>()
  let question = 0
  let seen: [number, number] = [0, 0]
  let again: ReturnType<typeof setTimeout> | undefined
  let typing: ReturnType<typeof setTimeout> | undefined

  const row = (index: number): ListedRow | undefined => pages.value.get(Math.floor(index / PAGE))?.[index % PAGE]

  function need(from: number, to: number) {
    seen = [from, to]
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
      ...(edited.value ? { edited: 'yes' as const } : {}),
      ...sorts[sort.value],
    }
    try {
      const answer = await request(api.datasets[':id'].rows.$get({ param: { id: dataset() }, query }))
      if (mine !== question) return
      total.value = answer.total
      pages.value = new Map(pages.value).set(page, answer.rows)
      error.value = null
      looked.value = answer.looking ? answer.looking.at / answer.looking.of : null
      if (answer.looking) lookAgain(page)
    } catch (failure) {
      if (mine !== question) return
      asked.delete(page)
      error.value = messageOf(failure)
    } finally {
      if (mine === question) loading.value = false
    }
  }

  /** Some rows have not been looked at yet: more may fit. */
  function lookAgain(page: number) {
    clearTimeout(again)
    again = setTimeout(() => {
      asked.clear()
      void get(page)
    }, 250)
  }

  /** The rows have changed: those in view are read again, and stay on the screen until then. */
  function refresh() {
    question++
    asked.clear()
    pages.value = new Map(
      [...pages.value].filter(([page]) => page >= Math.floor(seen[0] / PAGE) && page <= Math.floor(seen[1] / PAGE)),
    )
    if (pages.value.size === 0) void get(0)
    else need(...seen)
  }

  /** Asks anew, from the first row. */
  function restart() {
    clearTimeout(typing)
    clearTimeout(again)
    question++
    asked.clear()
    loading.value = true
    pages.value = new Map()
    void get(0)
  }

  watch([dataset, label, edited, sort], restart)
  watch(revision, refresh)
  watch(search, () => {
    clearTimeout(typing)
    typing = setTimeout(restart, 180)
  })
  onScopeDispose(() => {
    clearTimeout(typing)
    clearTimeout(again)
    question++
  })
  restart()

  return { search, label, edited, sort, looked, total, loading, error, row, need, restart }
}
