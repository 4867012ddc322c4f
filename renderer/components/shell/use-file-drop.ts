import { onScopeDispose, ref } from 'vue'
import { filesOf } from './dropped-files.ts'

/**
 * Files dropped anywhere on the window. `over` is true while a file hovers. Without this a browser would leave the page
 * to show the file. A folder stands for the files in it.
 */
export function useFileDrop(onFiles: (files: File[]) => void) {
  const over = ref(false)
  // Every element entered and left tells so; the pointer is out of the window when they cancel out.
  let depth = 0
  const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

  const handlers = {
    dragenter(event: DragEvent) {
      if (!holdsFile(event)) return
      event.preventDefault()
      depth++
      over.value = true
    },
    dragover(event: DragEvent) {
      if (!holdsFile(event) || !event.dataTransfer) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    dragleave(event: DragEvent) {
      if (!holdsFile(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) over.value = false
    },
    drop(event: DragEvent) {
      if (!holdsFile(event)) return
      event.preventDefault()
      depth = 0
      over.value = false
      if (event.dataTransfer) void filesOf(event.dataTransfer).then((files) => files.length > 0 && onFiles(files))
    },
  }
  const entries = Object.entries(handlers) as [keyof typeof handlers, (event: DragEvent) => void][]
  for (const [name, handler] of entries) addEventListener(name, handler)
  onScopeDispose(() => {
    for (const [name, handler] of entries) removeEventListener(name, handler)
  })
  return { over }
}
