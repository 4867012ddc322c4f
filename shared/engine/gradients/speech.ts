import type { Messages } from '../../messages/catalogues.ts'
import { diagnoses } from '../../messages/en/diagnoses.ts'
import type { Formats } from '../../messages/formats.ts'
import { formats } from '../../messages/languages.ts'
import { inPercent, inWords } from './numbers-in-words.ts'

/** What a diagnosis is worded with: the texts and formats of one language. */
export interface DiagnosisSpeech {
  say: Pick<Messages, 'diagnoses'>
  format: Formats
}

/** The terminal's. */
export const english: DiagnosisSpeech = { say: { diagnoses }, format: formats.en }

/** The texts, and numbers and shares as that language writes them. */
export const wordsOf = ({ say, format }: DiagnosisSpeech) => ({
  say: say.diagnoses,
  number: (value: number) => format.digits(inWords(value)),
  percent: (share: number) => format.digits(inPercent(share)),
})
