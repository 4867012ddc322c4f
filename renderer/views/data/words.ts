import type { Part, RefusalReason } from '../../../shared/contract/dataset.ts'
import { encodings } from '../../../shared/contract/dataset.ts'

/** Why a row was refused, as people say it. */
export const refusalWords: Record<RefusalReason, string> = {
  'empty-text': 'no text',
  'empty-label': 'no label',
  'unmapped-label': 'label left out',
  'label-not-a-number': 'label is not a number',
  'too-few-columns': 'too few columns',
  'too-many-columns': 'too many columns',
  'unclosed-quote': 'quote never closed',
  'unknown-part': 'unknown part',
  'text-too-long': 'text too long',
  'not-json': 'not JSON',
  'several-rows': 'more than one row',
  duplicate: 'repeats another row',
  'near-duplicate': 'nearly repeats another row',
  'conflicting-label': 'same text, other label',
  leak: 'stands in the test too',
  'odd-text': 'odd text, left out',
}

export const partWords: Record<Part, string> = { train: 'Training', validation: 'Validation', test: 'Test' }

const encodingNames: Record<(typeof encodings)[number], string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little endian',
  'utf-16be': 'UTF-16, big endian',
  'windows-1252': 'Windows-1252 (Western)',
  'iso-8859-1': 'ISO 8859-1 (Latin 1)',
  shift_jis: 'Shift JIS (Japanese)',
  gb18030: 'GB 18030 (Chinese)',
}
export const encodingOptions = encodings.map((value) => ({ value, label: encodingNames[value] }))
export const encodingName = (encoding: string) =>
  encodingOptions.find((option) => option.value === encoding)?.label ?? encoding

export const formatOptions = [
  { value: 'delimited', label: 'Table: CSV, TSV' },
  { value: 'json-lines', label: 'JSON Lines' },
  { value: 'json-array', label: 'JSON array' },
  { value: 'parquet', label: 'Parquet' },
  { value: 'plain', label: 'Plain: one text a line' },
] as const

export const delimiterOptions = [
  { value: ',', label: 'Comma ,' },
  { value: '\t', label: 'Tab' },
  { value: ';', label: 'Semicolon ;' },
  { value: '|', label: 'Bar |' },
] as const
export const delimiterName = (delimiter: string) =>
  delimiterOptions.find((option) => option.value === delimiter)?.label ??
  `${delimiter.charAt(0).toUpperCase()}${delimiter.slice(1)}`
