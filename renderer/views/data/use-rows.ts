import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../api.ts'
import type { ListedRow, RowFilter } from '../../../shared/contract/edits.ts'
import type { Verdict } from '../../../shared/contract/verdicts.ts'

const PAGE = 100
/** Rows of the largest window that can be asked for. */
const WIDEST = 1000
const sorts = {
  id: {},
  shortest: { sort: 'words', order: 'up' },
  longest: { sort: 'words', order: 'down' },
  label: { sort: 'label', order: 'up' },
  unsure: { sort: 'sure', order: 'up' },
  sure: { sort: 'sure', order: 'down' },
} as const

/** Which verdicts of a run are shown: right, wrong, none yet, or those of a class; null: any. */
export type VerdictWish = NonNullable<RowFilter['verdict']> | number | null

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
  /** Given part, 'none' for rows without one; null: all. */
  const part = ref<NonNullable<RowFilter['part']> | null>(null)
  /** Words of the text, both ends included; null: no limit. */
  const shortest = ref<number | null>(null)
  const longest = ref<number | null>(null)
  /** Only rows with words that this experiment's models do not know. */
  const unknownIn = ref<string | null>(null)
  /** The run whose verdicts are shown. */
  const judgedBy = ref<string | null>(null)
  const verdict = ref<VerdictWish>(null)
  const sort = ref<keyof typeof sorts>('id')
  /** What share of the rows has been looked at; null: all. */
  const looked = ref<number | null>(null)
  /** The filter that the rows on the screen answer: what is being typed is not asked yet. */
  const filter = shallowRef<RowFilter>({})
  const pages = shallowRef<ReadonlyMap<number, readonly ListedRow[]>>(new Map())
  const verdicts = shallowRef<ReadonlyMap<number, readonly (Verdict | null)[]>>(new Map())
  const asked = new Set<number>()
  let stopper = new AbortController()
  let question = 0
  let seen: [number, number] = [0, 0]
  let again: ReturnType<typeof setTimeout> | undefined
  let typing: ReturnType<typeof setTimeout> | undefined

  const row = (index: number): ListedRow | undefined => pages.value.get(Math.floor(index / PAGE))?.[index % PAGE]

  /** What the run in `judgedBy` says of a row. */
  const verdictOf = (index: number): Verdict | null =>
    verdicts.value.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null

  function need(from: number, to: number) {
    seen = [from, to]
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page++) if (!asked.has(page)) void get(page)
  }

  const wanted = (): RowFilter => ({
    ...(search.value.trim() ? { search: search.value.trim() } : {}),
    ...(label.value === null ? {} : { label: label.value }),
    ...(part.value ? { part: part.value } : {}),
    ...(shortest.value === null ? {} : { shortest: shortest.value }),
    ...(longest.value === null ? {} : { longest: longest.value }),
    ...(edited.value ? { edited: 'yes' as const } : {}),
    ...(unknownIn.value === null ? {} : { unknownIn: unknownIn.value }),
    ...(judgedBy.value === null ? {} : { judgedBy: judgedBy.value, ...wishOf(verdict.value) }),
  })
  /** Filter and order, as an address holds them. */
  function asText() {
    const { label, shortest, longest, predicted, ...words } = filter.value
    const numbers = Object.entries({ label, shortest, longest, predicted }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const],
    )
    return { ...words, ...Object.fromEntries(numbers), ...sorts[sort.value] }
  }

  /** Ids of the rows at these places, by place. @throws what the host refuses */
  async function idsAt(places: readonly number[]): Promise<number[]> {
    const at = String(revision())
    const windows = new Map<number, readonly ListedRow[]>()
    const ids: number[] = []
    for (const place of places) {
      const start = Math.floor(place / WIDEST) * WIDEST
      let found = row(place)
      if (!found) {
        const query = { offset: String(start), limit: String(WIDEST), revision: at, ...asText() }
        const known =
          windows.get(start) ?? (await request(api.datasets[':id'].rows.$get({ param: { id: dataset() }, query }))).rows
        windows.set(start, known)
        found = known[place - start]
      }
      if (found) ids.push(found.id)
    }
    return ids
  }

  async function get(page: number) {
    asked.add(page)
    const mine = question
    const query = { offset: String(page * PAGE), limit: String(PAGE), ...asText() }
    try {
      const answer = await request(
        api.datasets[':id'].rows.$get({ param: { id: dataset() }, query }, { init: { signal: stopper.signal } }),
      )
      if (mine !== question) return
      total.value = answer.total
      pages.value = new Map(pages.value).set(page, answer.rows)
      verdicts.value = new Map(verdicts.value).set(page, answer.verdicts ?? [])
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
    // The host ends a search for which nobody waits.
    stopper.abort()
    stopper = new AbortController()
    filter.value = wanted()
    asked.clear()
    loading.value = true
    pages.value = new Map()
    verdicts.value = new Map()
    void get(0)
  }

  watch([dataset, label, part, shortest, longest, unknownIn, edited, judgedBy, verdict, sort], restart)
  watch(revision, refresh)
  watch(search, () => {
    clearTimeout(typing)
    typing = setTimeout(restart, 180)
  })
  onScopeDispose(() => {
    clearTimeout(typing)
    clearTimeout(again)
    question++
    stopper.abort()
  })
  restart()

  const asking = { search, label, part, shortest, longest, unknownIn, edited, judgedBy, verdict, sort }
  return { ...asking, filter, looked, total, loading, error, row, verdictOf, need, idsAt, refresh, restart }
}

/** A verdict that is wished for, as a filter has it. */
function wishOf(wish: VerdictWish): Pick<RowFilter, 'verdict' | 'predicted'> {
  if (wish === null) return {}
  return typeof wish === 'number' ? { predicted: wish } : { verdict: wish }
}
