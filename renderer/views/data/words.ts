import type { Part, RefusalReason } from '../../../shared/contract/dataset.ts'
import { encodings } from '../../../shared/contract/dataset.ts'
import { say } from '../../messages.ts'

/** Why a row was refused, as people say it. */
export const refusalWords: Record<RefusalReason, string> = {
  get 'empty-text'() {
    return say.data.noText
  },
  get 'empty-label'() {
    return say.data.noLabel
  },
  get 'unmapped-label'() {
    return say.data.labelLeftOut
  },
  get 'label-not-a-number'() {
    return say.data.labelIsNotANumber
  },
  get 'too-few-columns'() {
    return say.data.tooFewColumns
  },
  get 'too-many-columns'() {
    return say.data.tooManyColumns
  },
  get 'unclosed-quote'() {
    return say.data.quoteNeverClosed
  },
  get 'unknown-part'() {
    return say.data.unknownPart
  },
  get 'text-too-long'() {
    return say.data.textTooLong
  },
  get 'not-json'() {
    return say.data.notJson
  },
  get 'several-rows'() {
    return say.data.moreThanOneRow
  },
  get duplicate() {
    return say.data.repeatsAnotherRow
  },
  get 'near-duplicate'() {
    return say.data.nearlyRepeatsAnotherRow
  },
  get 'conflicting-label'() {
    return say.data.sameTextOtherLabel
  },
  get leak() {
    return say.data.standsInTheTestToo
  },
  get 'odd-text'() {
    return say.data.oddTextLeftOut
  },
}

export const partWords: Record<Part, string> = {
  get train() {
    return say.data.training
  },
  get validation() {
    return say.data.validation
  },
  get test() {
    return say.data.test
  },
}

const encodingNames: Record<(typeof encodings)[number], string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little endian',
  'utf-16be': 'UTF-16, big endian',
  get 'windows-1252'() {
    return say.data.windowsWestern
  },
  get 'iso-8859-1'() {
    return say.data.isoLatin
  },
  get shift_jis() {
    return say.data.shiftJisJapanese
  },
  get gb18030() {
    return say.data.gbChinese
  },
}
export const encodingOptions = encodings.map((value) => ({ value, label: encodingNames[value] }))
export const encodingName = (encoding: string) =>
  encodingOptions.find((option) => option.value === encoding)?.label ?? encoding

export const formatOptions = [
  {
    value: 'delimited',
    get label() {
      return say.data.tableCsvTsv
    },
  },
  { value: 'json-lines', label: 'JSON Lines' },
  {
    value: 'json-array',
    get label() {
      return say.data.jsonArray
    },
  },
  { value: 'parquet', label: 'Parquet' },
  {
    value: 'plain',
    get label() {
      return say.data.plainOneTextALine
    },
  },
] as const

export const delimiterOptions = [
  {
    value: ',',
    get label() {
      return say.data.comma
    },
  },
  { value: '\t', label: 'Tab' },
  {
    value: ';',
    get label() {
      return say.data.semicolon
    },
  },
  {
    value: '|',
    get label() {
      return say.data.bar
    },
  },
] as const
export const delimiterName = (delimiter: string) =>
  delimiterOptions.find((option) => option.value === delimiter)?.label ??
  `${delimiter.charAt(0).toUpperCase()}${delimiter.slice(1)}`
