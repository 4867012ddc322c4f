import { describe, expect, it } from 'vitest'
import { adjacentSwaps, allDrops, edited, orderPair } from '../../../shared/engine/inspect/counterfactual.ts'
import type { Edit } from '../../../shared/engine/inspect/counterfactual.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { tokenise } from '../../../shared/text/tokenise.ts'
import type { TokenRules } from '../../../shared/text/tokenise.ts'

const drop: TokenRules = { lowercase: true, punctuation: 'drop' }
const keep: TokenRules = { lowercase: true, punctuation: 'keep' }
const after = (text: string, edit: Edit, rules = drop) => edited(text, tokenise(text, rules), edit)
const read = (text: string, rules: TokenRules) => tokenise(text, rules).map(({ word }) => word)

describe('an edit of a sentence', () => {
  it.each([
    ['not good, bad', { kind: 'swap', a: 1, b: 2 }, 'not bad, good'],
    ['It was not good.', { kind: 'drop', word: 2 }, 'It was good.'],
    ['It was not good.', { kind: 'drop', word: 3 }, 'It was not.'],
    ['“It” was good', { kind: 'drop', word: 0 }, 'was good'],
    ['not good, bad', { kind: 'drop', word: 1 }, 'not, bad'],
    ['good', { kind: 'drop', word: 0 }, ''],
    ['A café, naïve!', { kind: 'replace', word: 1, by: 'film' }, 'A film, naïve!'],
    ['so 😀 good', { kind: 'swap', a: 0, b: 1 }, '😀 so good'],
    ['same same', { kind: 'shuffle', seed: 1 }, 'same same'],
  ] as [string, Edit, string][])('%s, %o: %s', (text, edit, expected) => {
    expect(after(text, edit)).toBe(expected)
  })

  it.each([
    ['good, bad', { kind: 'drop', word: 0 }, ', bad'],
    ['good, bad', { kind: 'drop', word: 1 }, 'good bad'],
    ['well-known', { kind: 'drop', word: 1 }, 'well known'],
    ['good, bad', { kind: 'swap', a: 1, b: 2 }, 'good bad ,'],
    ['good!', { kind: 'swap', a: 0, b: 1 }, '! good'],
  ] as [string, Edit, string][])('where marks are words: %s, %o: %s', (text, edit, expected) => {
    expect(after(text, edit, keep)).toBe(expected)
  })

  it('names the word that is not there', () => {
    expect(() => after('not good', { kind: 'drop', word: 2 })).toThrow('the sentence has 2 words, no word 2')
    expect(() => after('not good', { kind: 'swap', a: 0, b: -1 })).toThrow('no word -1')
  })

  const pieces = [
    'good',
    'Bad',
    'don’t',
    'naïve',
    '😀',
    'zzyzx',
    'x1',
    ',',
    '.',
    '!',
    '“',
    '”',
    '(',
    ')',
    '…',
    '—',
    '喜欢',
    '3',
  ]
  it.each([drop, keep])('leaves exactly the words that it says (%o)', (rules) => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = stream(seed, 'pieces')
      const text = Array.from({ length: 1 + random.int(8) }, () => pieces[random.int(pieces.length)]).join(' ')
      const [spans, words] = [tokenise(text, rules), read(text, rules)]
      if (!words.length) continue
      const [a, b] = [random.int(words.length), random.int(words.length)]
      expect(read(edited(text, spans, { kind: 'drop', word: a }), rules)).toEqual(words.toSpliced(a, 1))
      expect(read(edited(text, spans, { kind: 'swap', a, b }), rules)).toEqual(
        words.with(a, words[b]).with(b, words[a]),
      )
      expect(read(edited(text, spans, { kind: 'replace', word: a, by: 'film' }), rules)).toEqual(words.with(a, 'film'))
      const mixed = read(edited(text, spans, { kind: 'shuffle', seed }), rules)
      expect(mixed.toSorted()).toEqual(words.toSorted())
      if (new Set(words).size > 1) expect(mixed).not.toEqual(words)
    }
  })

  it('a shuffle is a function of its seed', () => {
    const text = 'it was not good but not bad either'
    const orders = [1, 1, 2].map((seed) => after(text, { kind: 'shuffle', seed }))
    expect(orders[0]).toBe(orders[1])
    expect(orders[2]).not.toBe(orders[0])
  })
})

it('all single drops, and all swaps of neighbours that differ', () => {
  const words = ['very', 'very', 'good', 'film']
  expect(allDrops(words)).toEqual([0, 1, 2, 3].map((word) => ({ kind: 'drop', word })))
  expect(adjacentSwaps(words)).toEqual([1, 2].map((a) => ({ kind: 'swap', a, b: a + 1 })))
})

it('a pair has the same words in another order', () => {
  const [one, other] = orderPair('not', 'good', 'bad')
  expect([one, other]).toEqual(['not good, bad', 'not bad, good'])
  expect(read(one, keep).toSorted()).toEqual(read(other, keep).toSorted())
})
