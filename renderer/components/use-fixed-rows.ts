import { computed, onBeforeUnmount, ref, watch } from 'vue'
import type { Ref } from 'vue'

/** Drawn beyond either edge of the view, so that a small scroll finds them there. */
const OVERSCAN = 12
/** Chromium draws nothing below 2^25 px: a longer table is squeezed into this many, and scrolls faster instead. */
const MOST_PIXELS = 30_000_000

/** A row that is in view, and where it stands, in CSS pixels from the top of the rows. */
export interface PlacedRow {
  index: number
  start: number
}

/**
 * Which of many rows of one height are in view, whatever their number: nothing is kept per row. A heading of the height of a row
 * sticks to the top of the scroller.
 */
export function useFixedRows(
  scroller: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  rowHeight: () => number,
) {
  const [top, height] = [ref(0), ref(0)]
  const whole = computed(() => count() * rowHeight())
  const size = computed(() => Math.min(whole.value, MOST_PIXELS))
  /** Where the view is in the whole table, and by how much the rows are moved to stand there. */
  const offset = computed(() => {
    const room = size.value - height.value
    return size.value === whole.value || room <= 0 ? top.value : (top.value * (whole.value - height.value)) / room
  })
  const rows = computed<PlacedRow[]>(() => {
    const first = Math.max(0, Math.floor(offset.value / rowHeight()) - OVERSCAN)
    const last = Math.min(count() - 1, Math.ceil((offset.value + height.value) / rowHeight()) + OVERSCAN)
    const shift = top.value - offset.value
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => ({
      index: first + n,
      start: (first + n) * rowHeight() + shift,
    }))
  })

  const onScroll = () => (top.value = scroller.value?.scrollTop ?? 0)
  const observer = new ResizeObserver(([{ target }]) => {
    height.value = target.clientHeight
    onScroll()
  })
  watch(
    scroller,
    (now, before) => {
      before?.removeEventListener('scroll', onScroll)
      if (before) observer.unobserve(before)
      now?.addEventListener('scroll', onScroll, { passive: true })
      if (!now) return
      height.value = now.clientHeight
      observer.observe(now)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => observer.disconnect())

  /** Scrolls no further than it takes to see a row whole. */
  function scrollTo(index: number) {
    const element = scroller.value
    if (!element) return
    const start = index * rowHeight()
    const end = start + 2 * rowHeight() - height.value
    const wanted = start < offset.value ? start : end > offset.value ? end : null
    if (wanted === null) return
    const stretched = size.value === whole.value ? 1 : (size.value - height.value) / (whole.value - height.value)
    element.scrollTop = wanted * stretched
    onScroll()
  }

  return { rows, size, height, scrollTo }
}
