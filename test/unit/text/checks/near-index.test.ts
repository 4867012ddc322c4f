import { describe, expect, it } from 'vitest'
import { stream } from '../../../../shared/engine/training/random.ts'
import { NearIndex } from '../../../../shared/text/checks/near-index.ts'
import { roughWords } from '../../../../shared/text/checks/rough-words.ts'
import { jaccard, shingles } from '../../../../shared/text/checks/shingles.ts'

/** The same by the book: sets of pairs as strings. */
function jaccardOfPairs(a: readonly string[], b: readonly string[]): number {
  const pairs = (words: readonly string[]) => new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`))
  const [left, right] = [pairs(a), pairs(b)]
  const both = [...left].filter((pair) => right.has(pair)).length
  return both / (left.size + right.size - both)
}
const random = stream(3, 'near-test')
const sentence = (words: number) => Array.from({ length: words }, () => `w${random.int(5000)}`)

describe('word pairs', () => {
  it('measure what two texts have in common, as sets of strings do', () => {
    for (let n = 0; n < 300; n++) {
      const a = sentence(2 + random.int(30))
      const b = a.map((word) => (random.int(6) === 0 ? `w${random.int(5000)}` : word))
      expect(jaccard(shingles(a), shingles(b))).toBeCloseTo(jaccardOfPairs(a, b), 12)
    }
  })

  it('of a sentence with its last of ten words changed: 8 of 10 are common', () => {
    const a = 'one two three four five six seven eight nine ten'.split(' ')
    expect(jaccard(shingles(a), shingles([...a.slice(0, 9), 'eleven']))).toBe(0.8)
  })

  it('ignore case and punctuation, and take characters for words where nothing divides words', () => {
    expect(roughWords('Don’t, DON’T stop!')).toEqual(['don’t', 'don’t', 'stop'])
    expect(roughWords('很好 ok')).toEqual(['很', '好', 'ok'])
  })
})

describe('the index of near-duplicates', () => {
  it('finds planted ones at their known similarity, and nothing else among strangers', () => {
    const texts: string[][] = Array.from({ length: 2000 }, () => sentence(24))
    // Of 23 pairs a change of the last word spares 22: 22 / 24; of a word inside 21: 21 / 25.
    const planted = [
      { of: 17, words: [...texts[17].slice(0, 23), 'changed'], similarity: 22 / 24 },
      { of: 1999, words: texts[1999].with(10, 'changed'), similarity: 21 / 25 },
      { of: 400, words: texts[400].slice(0, 18), similarity: 17 / 23 },
    ]
    const index = new NearIndex(0.7)
    for (const words of texts) expect(index.add(shingles(words))).toEqual([])
    for (const { of, words, similarity } of planted)
      expect(index.add(shingles(words))).toEqual([{ of, similarity: expect.closeTo(similarity, 12) as number }])
    // 15 of 23 + 0: below the threshold.
    expect(index.add(shingles(texts[5].slice(0, 16)))).toEqual([])
  })

  it('misses fewer than one of a hundred pairs near its threshold', () => {
    const index = new NearIndex(0.7)
    const texts = Array.from({ length: 500 }, () => sentence(30))
    for (const words of texts) index.add(shingles(words))
    let found = 0
    // 29 pairs; 22 of the first 23 words: 22 / 29 = 0.76.
    for (const words of texts) if (index.add(shingles(words.slice(0, 23))).length > 0) found++
    expect(found).toBeGreaterThan(495)
  })

  it('stays quick with thousands from one template, and takes no more than it may', () => {
    const index = new NearIndex(0.7, { mostTexts: 3000 })
    const template = sentence(40)
    for (let n = 0; n < 3000; n++) {
      const near = index.add(shingles(template.with(39, `n${n}`)))
      expect(near.length > 0).toBe(n > 0)
      expect(near.length).toBeLessThan(24 * 64 + 1)
    }
    expect(index.full).toBe(true)
    expect(index.add(shingles([]))).toEqual([])
  })
})
