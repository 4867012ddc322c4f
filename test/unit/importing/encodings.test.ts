import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { encodings } from '../../../shared/contract/dataset.ts'
import { decoderFor, detectEncoding } from '../../../electron/importing/encoding.ts'

/** Sentences such as reviews have them, by language. */
const english = [
  'The film was good — “really” good, she said.',
  'I didn’t like the café scene at all.',
  'A naïve plot, £12 wasted.',
]
const western = [
  ...[
    'Der Film war überraschend schön, aber zu lang für müde Zuschauer.',
    'Große Gefühle, süßer Kitsch und ein böses Ende.',
  ],
  ...[
    'Le film était décevant, malgré une scène très réussie à la fin.',
    'Ça n’a pas été drôle, mais l’été fut agréable.',
  ],
  ...['La película fue aburrida, ¿no? El niño actuó muy bien.', 'O filme não é mau, mas a ação é lenta e sem emoção.'],
  ...[
    'Filmen var dårlig, men skuespillerne gjør så godt de kan på Østlandet.',
    'Elokuva oli hyvä, mutta liian pitkä eikä mitään järkeä.',
  ],
]
const japanese = [
  ...[
    'この映画はとても面白かったです。',
    '役者の演技が素晴らしく、最後まで楽しめました。',
    '話が長くて退屈だった。もう見たくない。',
  ],
  ...['音楽は良いが、脚本がひどい。', 'カタカナの名前が多くて覚えにくい。'],
]
const chinese = [
  ...['这部电影非常好看，演员的表演很出色。', '剧情太长，看得我快睡着了。', '音乐不错，但是结局让人失望。'],
  ...['我不会再看第二遍。', '导演的想法很新颖，值得推荐给朋友。'],
]
const corpora = { english, western, japanese, chinese }
const fitting: Record<(typeof encodings)[number], (keyof typeof corpora)[]> = {
  'utf-8': ['english', 'western', 'japanese', 'chinese'],
  'utf-16le': ['english', 'western'],
  'utf-16be': ['english', 'western'],
  'windows-1252': ['english', 'western'],
  'iso-8859-1': ['western'],
  shift_jis: ['japanese'],
  gb18030: ['chinese'],
}
const file = (sentences: readonly string[], times: number) =>
  `text,label\n${Array.from({ length: times }, () => sentences.map((one, n) => `"${one}",${n % 2}\n`).join('')).join('')}`

describe('encodings', () => {
  it.each(encodings)('%s gives back real sentences of its languages, byte by byte', (encoding) => {
    for (const language of fitting[encoding]) {
      const text = file(corpora[language], 1).replace(encoding === 'iso-8859-1' ? /[’“”—]/g : /(?!)/g, "'")
      const bytes = iconv.encode(text, encoding)
      const decoder = decoderFor(encoding)
      let read = ''
      for (const byte of bytes) read += decoder.write(Uint8Array.of(byte))
      expect(read + decoder.end()).toBe(text)
    }
  })

  it('are guessed right in at least 19 of 20 files made of a few sentences of each language', () => {
    const wrong: string[] = []
    let files = 0
    for (const encoding of encodings)
      for (const language of fitting[encoding])
        for (let from = 0; from < corpora[language].length; from++)
          for (const times of [4, 40]) {
            const sentences = [...corpora[language].slice(from), ...corpora[language].slice(0, from)].slice(0, 3)
            const bytes = iconv.encode(file(sentences, times), encoding)
            const guess = detectEncoding(bytes).encoding
            files++
            // What is read the same is the same: Windows-1252 contains ISO 8859-1, and plain ASCII is anything.
            if (iconv.decode(bytes, guess) !== iconv.decode(bytes, encoding))
              wrong.push(`${encoding} ${language} ${from} as ${guess}`)
          }
    expect(files).toBeGreaterThan(100)
    expect(wrong.length / files, wrong.join('; ')).toBeLessThanOrEqual(0.05)
  })

  it('with a byte order mark are known by it, and the mark is no text', () => {
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
      const bytes = iconv.encode('漢字,1\n', encoding, { addBOM: true })
      expect(detectEncoding(bytes)).toEqual({ encoding, reason: 'byte order mark' })
      const decoder = decoderFor(encoding)
      expect(decoder.write(bytes) + decoder.end()).toBe('漢字,1\n')
    }
  })
})
