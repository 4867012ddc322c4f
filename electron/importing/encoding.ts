import chardet from 'chardet'
import iconv from 'iconv-lite'
import type { ImportOptions } from '../../shared/contract/dataset.ts'

export type Encoding = ImportOptions['encoding']
export interface DetectedEncoding {
  encoding: Encoding
  reason: string
}

const marks: [Encoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
/** What the detector of legacy encodings may answer, and what it is read as (Windows-1252 contains ISO 8859-1). */
const legacy: Record<string, Encoding> = {
  'windows-1252': 'windows-1252',
  'ISO-8859-1': 'windows-1252',
  Shift_JIS: 'shift_jis',
  GB18030: 'gb18030',
}
/** Below this the detector guesses; texts in Western Europe's languages are then the likelier case. */
const SURE_ENOUGH = 50
const DETECTOR_BYTES = 64 * 1024

/** Byte order mark, else the zero bytes of UTF-16, else valid UTF-8, else a guess among the older encodings. */
export function detectEncoding(head: Uint8Array): DetectedEncoding {
  for (const [encoding, mark] of marks)
    if (mark.every((byte, i) => head[i] === byte)) return { encoding, reason: 'byte order mark' }
  const wide = wideEncoding(head)
  if (wide) return { encoding: wide, reason: 'every other byte is zero' }
  if (isUtf8(head)) return { encoding: 'utf-8', reason: 'the bytes are valid UTF-8' }
  const guess = chardet
    .analyse(head.subarray(0, DETECTOR_BYTES))
    .find(({ name, confidence }) => legacy[name] && confidence >= SURE_ENOUGH)
  return guess && legacy[guess.name] !== 'windows-1252'
    ? { encoding: legacy[guess.name], reason: `not UTF-8; looks like ${guess.name} (${guess.confidence} % sure)` }
    : { encoding: 'windows-1252', reason: 'not UTF-8; one byte per character, read as Western European' }
}

/** UTF-16 without a mark: in text with Latin letters, spaces and digits every other byte is mostly zero. */
export function wideEncoding(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const bytes = head.subarray(0, 4096)
  const pairs = Math.floor(bytes.length / 2)
  if (pairs < 4) return null
  let [even, odd] = [0, 0]
  for (let i = 0; i < pairs * 2; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le'
  if (even > pairs * 0.4 && odd < pairs * 0.05) return 'utf-16be'
  return null
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // `stream`: the last character may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Decodes bytes that arrive in pieces. A byte order mark is dropped; what is no character becomes U+FFFD. */
export interface StreamDecoder {
  write(bytes: Uint8Array): string
  end(): string
}

/**
 * The platform's decoder for what has more than one byte a character: iconv-lite loses a byte where a damaged character of
 * Shift JIS or GB 18030 is cut in two.
 */
export function decoderFor(encoding: Encoding): StreamDecoder {
  if (encoding !== 'windows-1252' && encoding !== 'iso-8859-1') {
    const decoder = new TextDecoder(encoding)
    return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
  }
  // One byte a character. What the platform calls ISO 8859-1 is Windows-1252 (https://encoding.spec.whatwg.org).
  const decoder = iconv.getDecoder(encoding)
  return {
    write: (bytes) => decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
    end: () => decoder.end() ?? '',
  }
}
