import { computed, ref, shallowRef } from 'vue'
import { MOST_IDS } from '../../../shared/contract/edits.ts'
import type { EditTarget, RowFilter } from '../../../shared/contract/edits.ts'

/** How a row is picked: alone, in addition (or no longer), or all from the last one to this one. */
export type Pick = 'one' | 'toggle' | 'range'

/** What the selection asks of the rows on the screen. */
export interface SelectableRows {
  total(): number
  /** The filter that the rows on the screen answer. */
  filter(): RowFilter
  /** Ids of the rows at these places. */
  idsAt(places: readonly number[]): Promise<number[]>
}

/**
 * Which rows are chosen: places in the table, at most 10,000 by hand, or everything that the filter finds, however much, which
 * then goes to the host as a filter and not as a list.
 */
export function useRowSelection(rows: SelectableRows) {
  const all = ref(false)
  const picked = shallowRef<ReadonlySet<number>>(new Set())
  let anchor = 0
  const size = computed(() => (all.value ? rows.total() : picked.value.size))
  const has = (place: number) => all.value || picked.value.has(place)

  function pick(place: number, how: Pick) {
    if (how === 'toggle') toggle(place)
    else if (how === 'range') picked.value = between(anchor, place)
    else picked.value = new Set([place])
    all.value = false
    if (how !== 'range') anchor = place
  }
  function toggle(place: number) {
    // All but one can be named only where they are few enough; else the choice begins anew.
    const before = !all.value ? picked.value : rows.total() <= MOST_IDS ? between(0, rows.total() - 1) : []
    const next = new Set(before)
    if (!next.delete(place) && next.size < MOST_IDS) next.add(place)
    picked.value = next
  }
  function pickAll() {
    picked.value = new Set()
    all.value = rows.total() > 0
  }
  function clear() {
    picked.value = new Set()
    all.value = false
  }
  /** What an edit of the chosen rows is of. */
  async function target(): Promise<EditTarget> {
    if (all.value) return { filter: rows.filter() }
    return { ids: await rows.idsAt([...picked.value].sort((a, b) => a - b)) }
  }
  return { all, size, has, pick, pickAll, clear, target }
}

/** From one place to another, either way; the far end is cut off where it would be more than one request can name. */
function between(from: number, to: number): Set<number> {
  const step = to < from ? -1 : 1
  const places = new Set<number>()
  for (let at = from; places.size < MOST_IDS; at += step) {
    places.add(at)
    if (at === to) break
  }
  return places
}
