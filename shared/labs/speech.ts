import { labs } from '../messages/en/labs.ts'
import type { Messages } from '../messages/catalogues.ts'
import type { Formats } from '../messages/formats.ts'
import { formats } from '../messages/languages.ts'

/** What a laboratory is worded with: the texts and formats of one language. */
export interface LabSpeech {
  say: Pick<Messages, 'labs'>
  format: Formats
}

/** The terminal's, and that of what is saved. */
export const english: LabSpeech = { say: { labs }, format: formats.en }
