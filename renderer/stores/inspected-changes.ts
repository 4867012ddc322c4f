import { computed, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Intervention } from '../../shared/engine/inspect/interventions.ts'
import { useInspectedStore } from './inspected.ts'

/** Whether two changes speak of the same number: the later one then takes the place of the earlier. */
function sameTarget(a: Intervention, b: Intervention): boolean {
  const target = (one: Intervention) => JSON.stringify({ ...one, value: 0, factor: 0 })
  return target(a) === target(b)
}

/**
 * Numbers changed by hand, with a way back: each by itself, all at once, or step by step (undo and redo). Whatever else
 * replaces the changes (another run, another sentence) ends the history, since its numbers are no longer there.
 */
export const useInspectedChangesStore = defineStore('inspected-changes', () => {
  const inspected = useInspectedStore()
  const past = shallowRef<readonly (readonly Intervention[])[]>([])
  const future = shallowRef<readonly (readonly Intervention[])[]>([])
  let mine: readonly Intervention[] | null = null

  const all = computed(() => inspected.interventions)
  const canUndo = computed(() => past.value.length > 0)
  const canRedo = computed(() => future.value.length > 0)

  function put(next: readonly Intervention[]) {
    mine = next
    inspected.interventions = next
  }
  watch(
    () => inspected.interventions,
    (now) => {
      if (now !== mine) [past.value, future.value] = [[], []]
    },
    { flush: 'sync' },
  )

  function become(next: readonly Intervention[]) {
    ;[past.value, future.value] = [[...past.value, inspected.interventions], []]
    put(next)
  }
  /** Turning a knob through many values is one change, not many: `again` says that the last one goes on. */
  function change(one: Intervention, again = false) {
    const at = all.value.findIndex((other) => sameTarget(one, other))
    const next = at < 0 ? [...all.value, one] : all.value.with(at, one)
    if (again && at >= 0 && past.value.length > 0) put(next)
    else become(next)
  }
  const restore = (one: Intervention) => become(all.value.filter((other) => other !== one))
  const restoreAll = () => become([])
  function undo() {
    const before = past.value.at(-1)
    if (!before) return
    ;[past.value, future.value] = [past.value.slice(0, -1), [inspected.interventions, ...future.value]]
    put(before)
  }
  function redo() {
    const [after, ...later] = future.value
    if (!after) return
    ;[past.value, future.value] = [[...past.value, inspected.interventions], later]
    put(after)
  }
  return { all, canUndo, canRedo, change, restore, restoreAll, undo, redo }
})
