import { ref } from 'vue'
import { catalogues } from '../shared/messages/catalogues.ts'
import type { Messages } from '../shared/messages/catalogues.ts'
import type { Formats } from '../shared/messages/formats.ts'
import { formats, languageFor } from '../shared/messages/languages.ts'
import type { Language } from '../shared/messages/languages.ts'

const current = ref<Language>('en')

/** The messages of the page's language: `say.settings.title`. Read while rendering, they change with the language. */
export const say: Messages = new Proxy(catalogues.en, {
  get: (_, area) => Reflect.get(catalogues[current.value], area),
})

/** Numbers, dates and lists in the page's language; reactive as `say` is. */
export const format: Formats = new Proxy(formats.en, {
  get: (_, name) => Reflect.get(formats[current.value], name),
})

/** The language the page speaks just now. */
export const language = (): Language => current.value

/** Changes it at once, everywhere. */
export function speak(wish: Language | 'system', system: readonly string[]): void {
  current.value = languageFor(wish, system)
}
