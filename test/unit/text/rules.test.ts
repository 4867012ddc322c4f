import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeText, defaultText, noEdits, textSpec } from '../../../shared/contract/text-spec.ts'
import type { TextSpec, VocabularyEdits } from '../../../shared/contract/text-spec.ts'
import { corpusBuilder, readCorpus } from '../../../shared/text/corpus.ts'
import { encodeRows, encodeSentence } from '../../../shared/text/encode.ts'
import { tokenise, words } from '../../../shared/text/tokenise.ts'
import { indexVocabulary, joinKnownPhrases, vocabularyOf } from '../../../shared/text/vocabulary.ts'

const rules = (changes: Partial<TextSpec> = {}): TextSpec => ({ ...defaultText, ...changes })
const edits = (changes: Partial<VocabularyEdits>): VocabularyEdits => ({ ...noEdits(), ...changes })
const corpusOf = (texts: readonly string[]) => {
  const builder = corpusBuilder()
  for (const text of texts) builder.add(text)
  return builder.done()
}
const vocabulary = (texts: readonly string[], text: TextSpec) =>
  vocabularyOf(readCorpus(corpusOf(texts), text), () => true, text).vocabulary

describe('rules of the text', () => {
  it('numbers are kept, one word, or left out; what only begins with a digit is a word', () => {
    const text = '3 of 1,000 films in 1.5 hours, the 1990s'
    expect(words(text, rules())).toEqual('3 of 1,000 films in 1.5 hours the 1990s'.split(' '))
    expect(words(text, rules({ numbers: 'one-token' }))).toEqual(
      '⟨num⟩ of ⟨num⟩ films in ⟨num⟩ hours the 1990s'.split(' '),
    )
    expect(words(text, rules({ numbers: 'drop' }))).toEqual(['of', 'films', 'in', 'hours', 'the', '1990s'])
    expect(words('⟨num⟩', rules({ numbers: 'one-token' }))).toEqual(['num'])
  })

  it('stop words are left out whatever their case, unless one is pinned', () => {
    const text = 'It IS not a Film that I don’t like'
    expect(words(text, rules({ stopWords: { kind: 'english' } }))).toEqual(['film', 'like'])
    expect(words(text, rules({ stopWords: { kind: 'english' }, lowercase: false }))).toEqual(['Film', 'like'])
    const own: TextSpec['stopWords'] = { kind: 'own', words: ['FILM', 'don’t'] }
    expect(words(text, rules({ stopWords: own }))).toEqual(['it', 'is', 'not', 'a', 'that', 'i', 'like'])
    const pinned = rules({ stopWords: { kind: 'english' }, edits: edits({ pin: ['not', "don't"] }) })
    expect(words(text, pinned)).toEqual(['not', 'film', "don't", 'like'])
  })

  it('a pinned mark and a pinned number stay too', () => {
    const pinned = rules({ numbers: 'one-token', edits: edits({ pin: ['!', '2001'] }) })
    expect(words('2001 and 2010 are great!?', pinned)).toEqual(['2001', 'and', '⟨num⟩', 'are', 'great', '!'])
  })

  it('reads by character, with one space where something stood between two words', () => {
    const text = rules({ level: 'character' })
    expect(words('Not  bad', text)).toEqual(['n', 'o', 't', ' ', 'b', 'a', 'd'])
    expect(words('a - b', text)).toEqual(['a', ' ', 'b'])
    expect(words('Café!', rules({ level: 'character', punctuation: 'keep' }))).toEqual(['c', 'a', 'f', 'é', '!'])
    expect(words('a 12 b', rules({ level: 'character', numbers: 'one-token' }))).toEqual(['a', ' ', '⟨num⟩', ' ', 'b'])
    const decomposed = 'e\u0301a'
    expect(tokenise(decomposed, text)).toEqual([
      { word: 'é', start: 0, end: 2 },
      { word: 'a', start: 2, end: 3 },
    ])
  })

  it('a stored spec from before these rules reads a text as it always did', () => {
    const { lowercase, punctuation, minCount, maxSize, maxLength, padding, truncation } = defaultText
    const stored = { lowercase, punctuation, minCount, maxSize, maxLength, padding, truncation }
    expect(completeText(stored)).toEqual(defaultText)
    expect(textSpec.parse(stored)).toEqual(defaultText)
    expect(words("It's 1 of 2!", completeText(stored))).toEqual(["it's", '1', 'of', '2'])
  })
})

describe('edits by hand', () => {
  it('replace before anything is counted, chains to their end', () => {
    const text = rules({
      edits: edits({
        replace: [
          { word: 'goood', by: 'gooood' },
          { word: 'gooood', by: 'good' },
          { word: 'movie', by: 'film' },
        ],
      }),
    })
    const { words: found, counts } = vocabulary(['good goood movie', 'gooood film'], text)
    expect(found.slice(2)).toEqual(['good', 'film'])
    expect(counts).toEqual([0, 0, 3, 2])
  })

  it('a dropped word is unknown, a pinned one is there without ever being seen, and takes a place', () => {
    const text = rules({ minCount: 2, maxSize: 2, edits: edits({ drop: ['the'], pin: ['rare', 'unseen'] }) })
    const made = vocabulary(['the the the film film rare good good'], text)
    expect(made.words.slice(2)).toEqual(['rare', 'unseen'])
    expect(made.counts).toEqual([0, 7, 1, 0])
    expect(made.dropped).toBe(3)
    const roomy = vocabulary(['the the the film film rare good good'], { ...text, maxSize: 3 })
    expect(roomy.words.slice(2)).toEqual(['film', 'rare', 'unseen'])
  })

  it('drop and pin have nothing to act on where the word is replaced', () => {
    const replace = [{ word: 'goood', by: 'good' }]
    const text = rules({ edits: edits({ replace, drop: ['goood'], pin: [] }) })
    expect(vocabulary(['goood'], text).words.slice(2)).toEqual(['good'])
    const pinned = rules({ edits: edits({ replace, pin: ['goood'] }) })
    expect(vocabulary(['goood'], pinned).words.slice(2)).toEqual(['good'])
  })

  it('refuses what contradicts itself', () => {
    const refused = (changes: Partial<VocabularyEdits>) =>
      textSpec.safeParse(rules({ edits: edits(changes) })).error?.issues[0].message
    expect(refused({ drop: ['good'], pin: ['good'] })).toBe('“good” is both dropped and pinned')
    const round = [
      { word: 'a', by: 'b' },
      { word: 'b', by: 'c' },
      { word: 'c', by: 'b' },
    ]
    expect(refused({ replace: round })).toMatch(/lead back/)
    expect(refused({ replace: [{ word: 'a', by: 'a' }] })).toMatch(/lead back/)
    expect(
      refused({
        replace: [
          { word: 'a', by: 'b' },
          { word: 'a', by: 'c' },
        ],
      }),
    ).toBe('“a” is replaced twice')
    expect(refused({ replace: [{ word: 'a', by: '⟨unk⟩' }] })).toMatch(/one word/)
    expect(refused({ replace: [{ word: 'a', by: 'two words' }] })).toMatch(/one word/)
    expect(refused({ pin: ['not  good'] })).toMatch(/one space/)
    expect(refused({ pin: ['one two three four'] })).toMatch(/phrase/)
  })
})

describe('phrases', () => {
  const texts = ['not good at all', 'not good', 'so not good at all', 'good film', 'not bad']

  it('joins what often stands together, the longest first, from left to right', () => {
    const text = rules({ phrases: { longest: 2, minCount: 3 } })
    const made = vocabulary(texts, text)
    expect(made.words.slice(2)).toEqual(['not good', 'all', 'at', 'bad', 'film', 'good', 'not', 'so'])
    expect(made.counts.slice(2)).toEqual([3, 2, 2, 1, 1, 1, 1, 1])
    const index = indexVocabulary(made.words)
    expect(words('Not good: not', text, index)).toEqual(['not good', 'not'])
    // Pairs and triples with two occurrences: 'not good at' is taken where it can be, which leaves 'at all' nothing.
    const three = vocabulary(texts, rules({ phrases: { longest: 3, minCount: 2 } }))
    expect(three.words).toContain('not good at')
    expect(three.words).not.toContain('at all')
  })

  it('a phrase by hand is one however rare, and a dropped one falls apart', () => {
    const pinned = rules({ edits: edits({ pin: ['not bad'] }) })
    expect(vocabulary(texts, pinned).words).toContain('not bad')
    const dropped = rules({ phrases: { longest: 2, minCount: 3 }, edits: edits({ drop: ['not good'] }) })
    expect(vocabulary(texts, dropped).words).not.toContain('not good')
    expect(vocabulary(texts, dropped).words).not.toContain('⟨unk⟩ good')
    const named = rules({ edits: edits({ replace: [{ word: 'not bad', by: 'fine' }] }) })
    const made = vocabulary(texts, named)
    expect(made.words).toContain('fine')
    expect(words('not bad at all', named, indexVocabulary(made.words))).toEqual(['fine', 'at', 'all'])
  })
})

const word = fc.constantFrom(
  'not',
  'good',
  'bad',
  'goood',
  'film',
  'The',
  'the',
  '7',
  '1,000',
  '!',
  ',',
  'é',
  '👍',
  "don't",
)
const text = fc.array(word, { maxLength: 12 }).map((list) => list.join(' '))
const someRules: fc.Arbitrary<TextSpec> = fc.record({
  lowercase: fc.boolean(),
  punctuation: fc.constantFrom('keep', 'drop'),
  numbers: fc.constantFrom('keep', 'one-token', 'drop'),
  stopWords: fc.constantFrom<TextSpec['stopWords'][]>(
    { kind: 'none' },
    { kind: 'english' },
    { kind: 'own', words: ['film'] },
  ),
  level: fc.constantFrom('word', 'word', 'character'),
  phrases: fc.record({ longest: fc.constantFrom(1, 2, 3), minCount: fc.constantFrom(2, 3) }),
  edits: fc.constantFrom(
    noEdits(),
    edits({ replace: [{ word: 'goood', by: 'good' }], drop: ['bad'], pin: ['not', 'very rare'] }),
    edits({ replace: [{ word: 'not good', by: 'bad' }], drop: ['not bad'], pin: ['7'] }),
    edits({ drop: ['not good', 'o'], pin: ['!', ' '] }),
  ),
  minCount: fc.constantFrom(1, 2),
  maxSize: fc.constantFrom(3, 6, 1000),
  maxLength: fc.constantFrom(4, 100),
  padding: fc.constant('after'),
  truncation: fc.constantFrom('end', 'start'),
})

it('a whole data set and each of its sentences are read alike, and counted as they are read', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), someRules, (texts, spec) => {
      const read = readCorpus(corpusOf(texts), spec)
      const { vocabulary: made, rows } = vocabularyOf(read, () => true, spec)
      const index = indexVocabulary(made.words)
      const sentences = texts.map((one) => words(one, spec, index))
      const joined = joinKnownPhrases(read, index, spec)
      const asWords = ({ ids, offsets, tokens }: typeof rows) =>
        texts.map((_, n) => Array.from(ids.subarray(offsets[n], offsets[n + 1]), (id) => tokens[id]))
      expect(asWords(rows)).toEqual(sentences)
      expect(asWords(joined)).toEqual(sentences)
      const meta = { ids: texts.map((_, n) => n), labels: texts.map(() => 0) }
      const places = texts.map((_, n) => n)
      const part = encodeRows(rows, places, meta, index, spec)
      sentences.forEach((sentence, n) =>
        expect(part.ids.slice(part.offsets[n], part.offsets[n + 1])).toEqual(encodeSentence(sentence, index, spec)),
      )
      // The counts are those of the sentences as they are read.
      const all = sentences.flat()
      made.words.forEach((one, id) => {
        if (id >= 2) expect(made.counts[id]).toBe(all.filter((other) => other === one).length)
      })
      expect(made.counts[1]).toBe(all.filter((other) => !index.has(other)).length)
      expect(made.dropped).toBe(new Set(all.filter((other) => !index.has(other))).size)
    }),
    { numRuns: 400 },
  )
})
