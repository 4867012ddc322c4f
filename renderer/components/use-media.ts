import { onScopeDispose, ref } from 'vue'

/** Whether a media query holds for the window, kept up to date. Where a style sheet asks the same, it is named beside the call. */
export function useMedia(query: string) {
  const list = window.matchMedia(query)
  const matches = ref(list.matches)
  const hear = () => (matches.value = list.matches)
  list.addEventListener('change', hear)
  onScopeDispose(() => list.removeEventListener('change', hear))
  return matches
}
