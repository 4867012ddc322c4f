import { wideEncoding } from './encoding.ts'

const signatures: [string, number[]][] = [
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a GIF picture', [0x47, 0x49, 0x46, 0x38]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a ZIP archive or an Excel, Word or LibreOffice document', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel or Word document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66, 0x6f, 0x72, 0x6d, 0x61, 0x74, 0x20, 0x33]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
]
const LOOKED_AT = 64 * 1024
/** Share of control characters above which a file without zero bytes is no text. */
const MOST_CONTROLS = 0.02

/** What a file is instead of text, in words; null for text in any encoding that Unroll reads. */
export function binaryKind(head: Uint8Array): string | null {
  for (const [kind, signature] of signatures) if (signature.every((byte, i) => head[i] === byte)) return kind
  if (hasWideMark(head) || wideEncoding(head)) return null
  const bytes = head.subarray(0, LOOKED_AT)
  let controls = 0
  for (const byte of bytes) {
    if (byte === 0) return 'a binary file (it contains zero bytes)'
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) controls++
  }
  return controls > bytes.length * MOST_CONTROLS ? 'a binary file (it is full of control characters)' : null
}

const hasWideMark = ([a, b]: Uint8Array) => (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)
