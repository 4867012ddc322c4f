import { ref, watch } from 'vue'
import type { Ref } from 'vue'

const PREFIX = 'unroll-typed:'

/** What was typed there and not yet kept; null when nothing was. */
export const typedText = (key: string): string | null => localStorage.getItem(PREFIX + key)

/** Remembers what is typed, so that it outlives the page; null forgets it. Where the browser has no more room, it is not. */
export function rememberTyped(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, text)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}

/**
 * The text of a field that is kept by a press of a button. Until then it outlives a reload, a crash and another choice: whoever
 * comes back to the same thing finds it as it was typed.
 * @param key what the text belongs to; null while there is no such thing
 * @param saved the text as it is kept now
 */
export function useTypedText(key: () => string | null, saved: () => string): { text: Ref<string>; forget: () => void } {
  const text = ref('')
  watch(
    [key, saved],
    ([now, kept]) => {
      const typed = now === null ? null : typedText(now)
      if (now !== null && typed === kept) rememberTyped(now, null)
      text.value = typed ?? kept
    },
    { immediate: true },
  )
  watch(
    text,
    (typed) => {
      const now = key()
      if (now !== null) rememberTyped(now, typed === saved() ? null : typed)
    },
    { flush: 'sync' },
  )
  /** The text is kept, or given up. */
  function forget() {
    const now = key()
    if (now !== null) rememberTyped(now, null)
  }
  return { text, forget }
}
