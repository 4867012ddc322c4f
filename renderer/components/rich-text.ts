import type { FunctionalComponent, Slot } from 'vue'

/**
 * A sentence with marked parts, so that a translator sees it whole: 'Close it, move <code>folder</code>, start again.' Each
 * mark is rendered by the slot of its name, which gets what it encloses as `words`; '<count/>' encloses nothing.
 * Marks without a slot stay text: nothing here ever becomes markup by itself.
 */
const RichText: FunctionalComponent<
  { text: string },
  Record<string, never>,
  Record<string, Slot<{ words: string }>>
> = ({ text }, { slots }) => {
  const parts: unknown[] = []
  let at = 0
  for (const found of text.matchAll(/<(\w+)>(.*?)<\/\1>|<(\w+)\/>/gs)) {
    const slot = slots[found[1] ?? found[3]]
    if (!slot) continue
    parts.push(text.slice(at, found.index), slot({ words: found[2] ?? '' }))
    at = found.index + found[0].length
  }
  return [...parts, text.slice(at)]
}
RichText.props = ['text']
export default RichText
