import type { FileFormat } from '../../../shared/contract/dataset.ts'
import { jsonNames } from './json-cells.ts'
import { JsonArrayReader } from './json-array.ts'

const PARQUET = [0x50, 0x41, 0x52, 0x31]

const SEEN = 50
const MOSTLY = 0.6

export interface DetectedFormat {
  format: FileFormat
  reason: string
}

/** The format of a file by its first bytes: what it is counts, not what it is called. Null: text that is no JSON. */
export function detectFormat(head: Uint8Array, sample: string): DetectedFormat | null {
  if (isParquet(head)) return { format: 'parquet', reason: 'the file begins with PAR1' }
  const text = sample.replace(/^\uFEFF/, '').trimStart()
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  // The last line of a sample may be cut; a few lines may be broken.
  const seen = lines.slice(0, SEEN)
  const good = seen.filter(isJsonRow).length
  if (/^[{[]/.test(text) && good > seen.length * MOSTLY && (text.startsWith('{') || good > 1))
    return { format: 'json-lines', reason: 'each line is JSON' }
  if (/^\[\s*[[{]/.test(text) && new JsonArrayReader([]).push(text, true).some(({ fault }) => !fault))
    return { format: 'json-array', reason: 'the file is one JSON array' }
  return null
}

export const isParquet = (head: Uint8Array): boolean => PARQUET.every((byte, i) => head[i] === byte)

const isJsonRow = (line: string): boolean => /^[{[]/.test(line) && jsonNames([line]).length > 0
