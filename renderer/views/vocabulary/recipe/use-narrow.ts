import { onScopeDispose, ref } from 'vue'

/** Whether the window is too narrow for three columns; the same width as in recipe-view.css. */
export function useNarrow() {
  const query = window.matchMedia('(max-width: 1340px)')
  const narrow = ref(query.matches)
  const hear = () => (narrow.value = query.matches)
  query.addEventListener('change', hear)
  onScopeDispose(() => query.removeEventListener('change', hear))
  return narrow
}
