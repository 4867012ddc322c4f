import { onBeforeUnmount, onMounted } from 'vue'
import type { Ref } from 'vue'
import { RedrawQueue } from './redraw-queue.ts'
import type { Drawing } from './redraw-queue.ts'

const queue = new RedrawQueue({
  now: () => performance.now(),
  frame: (run) => void requestAnimationFrame(run),
  later: (run, milliseconds) => void setTimeout(run, milliseconds),
})

const drawings = new WeakMap<Element, Drawing>()
const observer =
  typeof IntersectionObserver === 'undefined'
    ? null
    : new IntersectionObserver(
        (entries) => {
          for (const { target, isIntersecting } of entries) {
            const drawing = drawings.get(target)
            if (drawing) queue.show(drawing, isIntersecting)
          }
        },
        // A chart that is about to be scrolled into view is drawn already.
        { rootMargin: '100px' },
      )

/** Draws at once what is outstanding of a canvas, for who wants to have it as it is now. */
export function finishDrawing(canvas: Element): void {
  const drawing = drawings.get(canvas)
  if (drawing) queue.finish(drawing)
}

/** @returns what asks for the canvas to be drawn again, soon and in turn with the other charts of the page. */
export function useRedraw(canvas: Ref<HTMLCanvasElement | null>, draw: () => void): () => void {
  const drawing: Drawing = { draw, shown: true }
  let watched: Element | null = null
  onMounted(() => {
    watched = canvas.value
    if (!watched) return
    drawings.set(watched, drawing)
    observer?.observe(watched)
  })
  onBeforeUnmount(() => {
    queue.forget(drawing)
    if (watched) observer?.unobserve(watched)
  })
  return () => queue.request(drawing)
}
