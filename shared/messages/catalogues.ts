import { de } from './de/all.ts'
import { en } from './en/all.ts'
import type { Language } from './languages.ts'

/** Every text of Unroll by area. What English has, each language must have, with the same parameters. */
export type Messages = typeof en

export const catalogues: Record<Language, Messages> = { en, de }
