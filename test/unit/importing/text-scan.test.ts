import { describe, expect, it } from 'vitest'
import { stream } from '../../../shared/engine/training/random.ts'
import { textKey } from '../../../shared/text/split.ts'
import { words } from '../../../shared/text/tokenise.ts'
import { TextScanner } from '../../../electron/importing/text-scan.ts'

const segmented = (text: string) => words(text, { lowercase: false, punctuation: 'drop' }).length

/** What the scanner says of one text, with its JSON. */
const scanner = new TextScanner()
function scanText(text: string) {
  const bytes = Buffer.from(`"${text}`)
  scanner.jsonLength = 0
  scanner.scan(bytes, 1, bytes.length)
  const { words, low, high, json, jsonLength } = scanner
  return { words, low, high, json: json.toString('utf8', 0, jsonLength) }
}

describe('the fast look at a text', () => {
  it('counts the words that the segmenter counts, in a hundred thousand random texts', () => {
    const random = stream(5, 'text-scan')
    const alphabet = [
      ...'aZé_ß9 .,;:\'"-!?()\t\n/&@#*+=<>$%',
      ...[
        '\u00a0',
        '’',
        '‘',
        '“',
        '…',
        '–',
        '·',
        'я',
        'Й',
        '²',
        '½',
        'ª',
        '©',
        'µ',
        'ǆ',
        '\u0000',
        '\u0085',
        'İ',
        'ŉ',
        'ʼ',
      ],
      ...['\u00ad', 'e\u0301', '漢', '😀', 'Σ', '\u200d', '7', 'b', 'q'],
    ]
    for (let round = 0; round < 100_000; round++) {
      const text = Array.from({ length: 1 + random.int(9) }, () => alphabet[random.int(alphabet.length)]).join('')
      if (scanText(text).words !== segmented(text))
        expect({ text, words: scanText(text).words }).toEqual({ text, words: segmented(text) })
    }
  })

  it('agrees on every character of the first plane between two letters, two digits and alone', () => {
    for (let code = 0; code < 0x3000; code++) {
      const character = String.fromCharCode(code)
      for (const text of [character, `a${character}a`, `1${character}1`, `a${character}1`, `_${character}a`])
        if (scanText(text).words !== segmented(text))
          expect(`${code.toString(16)} ${text} ${scanText(text).words}`).toBe(segmented(text))
    }
  })

  it('gives two texts one hash exactly when they have one key', () => {
    const random = stream(6, 'text-scan')
    const alphabet = ['a', 'A', ' ', '\n', '\u00a0', 'é', 'É', 'e\u0301', 'ß', 'ss', 'SS', 'σ', 'ς', '.', 'ö', 'Я', 'я']
    const keys = new Map<string, string>()
    for (let round = 0; round < 50_000; round++) {
      const text = Array.from({ length: 1 + random.int(5) }, () => alphabet[random.int(alphabet.length)]).join('')
      const { low, high } = scanText(text)
      const hash = `${low} ${high}`
      expect(keys.get(hash) ?? textKey(text)).toBe(textKey(text))
      keys.set(hash, textKey(text))
    }
    expect(new Set(keys.values()).size).toBe(keys.size)
  })

  it('writes each text as JSON.stringify does', () => {
    const random = stream(7, 'text-scan')
    const alphabet = ['a', 'Z', '"', '\\', '\n', '\t', '\0', '\u001f', '\u007f', 'é', '’', '\u2028', '漢', '😀', ' ']
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: random.int(9) }, () => alphabet[random.int(alphabet.length)]).join('')
      if (scanText(text).json !== JSON.stringify(text)) expect(scanText(text).json).toBe(JSON.stringify(text))
    }
    const long = 'a long text with "quotes"\u0001 '.repeat(40_000)
    expect(scanText(long).json).toBe(JSON.stringify(long))
  })
})
