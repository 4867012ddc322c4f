import { onMounted, onScopeDispose, ref, watch } from 'vue'
import { useInspectedChangesStore } from '../../../stores/inspected-changes.ts'
import { useInspectedWalkStore } from '../../../stores/inspected-walk.ts'

/** Seconds per formula. */
export const speeds = [
  { value: 3, label: 'slow' },
  { value: 1.2, label: 'medium' },
  { value: 0.35, label: 'fast' },
] as const

/** Keys that mean something to what has the focus are left to it. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null
  if (!target || event.altKey || event.metaKey) return true
  if (
    target.closest(
      'input, select, textarea, [contenteditable], [role=application], [role=slider], [role=radio], [role=dialog], [role=menu]',
    )
  )
    return true
  return event.key === ' ' && !!target.closest('button, a, summary')
}

/** Plays the walk, formula by formula, and listens to the keyboard for as long as the page is open. */
export function usePlayer() {
  const [walk, changes] = [useInspectedWalkStore(), useInspectedChangesStore()]
  const playing = ref(false)
  const speed = ref<number>(speeds[1].value)
  let timer: ReturnType<typeof setTimeout> | undefined

  function schedule() {
    clearTimeout(timer)
    if (!playing.value) return
    timer = setTimeout(() => {
      walk.next()
      if (walk.atEnd) playing.value = false
      schedule()
    }, 1000 * speed.value)
  }
  watch([playing, speed], schedule)
  function toggle() {
    if (!playing.value && walk.atEnd) walk.start()
    playing.value = !playing.value
  }
  const word = (by: 1 | -1) => walk.jump(walk.at + by)

  const keys: Record<string, () => void> = {
    ' ': toggle,
    ArrowRight: walk.next,
    ArrowLeft: walk.previous,
    'shift ArrowRight': () => word(1),
    'shift ArrowLeft': () => word(-1),
    Home: walk.start,
    End: walk.end,
  }
  function press(event: KeyboardEvent) {
    if (isTaken(event)) return
    if (event.ctrlKey) {
      if (event.key.toLowerCase() !== 'z' && event.key.toLowerCase() !== 'y') return
      event.preventDefault()
      return event.shiftKey || event.key.toLowerCase() === 'y' ? changes.redo() : changes.undo()
    }
    const act = keys[event.shiftKey ? `shift ${event.key}` : event.key]
    if (!act) return
    event.preventDefault()
    if (event.key !== ' ') playing.value = false
    act()
  }
  onMounted(() => window.addEventListener('keydown', press))
  onScopeDispose(() => {
    clearTimeout(timer)
    window.removeEventListener('keydown', press)
  })
  return { playing, speed, toggle }
}
