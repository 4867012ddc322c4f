import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { binaryKind } from '../../../electron/importing/binary.ts'
import { decoderFor, detectEncoding } from '../../../electron/importing/encoding.ts'

const french = 'texte,avis\nLe film était vraiment très réussi à Noël,1\nJe n’ai pas aimé — déçu,0\n'.repeat(20)
const japanese =
  '文章,評価\nこの映画はとても面白かったです。役者の演技も素晴らしい。,1\n退屈で最後まで見られませんでした。,0\n'.repeat(
    20,
  )
const chinese = '评论,标签\n这部电影非常好看，演员的表演也很精彩。,1\n太无聊了，我没有看完。,0\n'.repeat(20)

describe('finding the encoding', () => {
  it.each([
    ['utf-8', french, { addBOM: false }],
    ['utf-8', french, { addBOM: true }],
    ['utf-16le', french, { addBOM: true }],
    ['utf-16le', french, { addBOM: false }],
    ['utf-16be', french, { addBOM: true }],
    ['utf-16be', french, { addBOM: false }],
    ['windows-1252', french, {}],
    ['shift_jis', japanese, {}],
    ['gb18030', chinese, {}],
  ] as const)('reads %s back as it was written (%#)', (encoding, text, options) => {
    const bytes = iconv.encode(text, encoding, options)
    expect(detectEncoding(bytes).encoding).toBe(encoding)
    const decoder = decoderFor(encoding)
    let decoded = ''
    // Three bytes at a time: characters are cut in the middle.
    for (let at = 0; at < bytes.length; at += 3) decoded += decoder.write(bytes.subarray(at, at + 3))
    expect(decoded + decoder.end()).toBe(text)
  })

  it('takes a head that ends in the middle of a character for UTF-8 nevertheless', () => {
    expect(detectEncoding(new TextEncoder().encode('très').subarray(0, 3)).encoding).toBe('utf-8')
  })
})

describe('telling binary files from text', () => {
  it.each([
    ['a PNG picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]],
    ['a ZIP archive or an Excel, Word or LibreOffice document', [0x50, 0x4b, 0x03, 0x04, 0x14]],
    ['a PDF document', [...'%PDF-1.7'].map((c) => c.charCodeAt(0))],
    ['a binary file (it contains zero bytes)', [65, 66, 0, 67, 68, 69, 70, 71, 72, 0]],
    ['a binary file (it is full of control characters)', Array.from({ length: 100 }, (_, i) => i % 8 || 1)],
  ])('recognises %s', (kind, bytes) => {
    expect(binaryKind(new Uint8Array(bytes))).toBe(kind)
  })

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])('takes text in %s for text', (encoding) => {
    expect(binaryKind(iconv.encode(french, encoding))).toBeNull()
  })
})
