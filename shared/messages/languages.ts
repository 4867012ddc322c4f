import { formatsOf } from './formats.ts'
import type { Formats } from './formats.ts'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** A language as it calls itself. */
export const ownNames: Record<Language, string> = { en: 'English', de: 'Deutsch' }

export const formats: Record<Language, Formats> = { en: formatsOf('en-GB'), de: formatsOf('de-DE') }

/** The first of a system's languages, most wanted first, that Unroll speaks; English where there is none. */
export function languageFor(wish: Language | 'system', system: readonly string[]): Language {
  if (wish !== 'system') return wish
  for (const code of system) {
    const found = languages.find((language) => code.toLowerCase().split('-')[0] === language)
    if (found) return found
  }
  return 'en'
}
