import { onBeforeUnmount, ref, watch } from 'vue'
import type { Ref } from 'vue'

/** The width of an element in CSS pixels, kept up to date; 0 before it is on the page. */
export function useElementWidth(element: Readonly<Ref<HTMLElement | null>>) {
  const width = ref(0)
  const observer = new ResizeObserver(([entry]) => (width.value = entry.contentRect.width))
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before)
      if (now) observer.observe(now)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => observer.disconnect())
  return width
}
