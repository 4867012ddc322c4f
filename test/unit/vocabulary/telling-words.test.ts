import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOneEdit, mergeSuggestions } from '../../../shared/text/merge-suggestions.ts'
import { tellingScores } from '../../../shared/text/telling-words.ts'

describe('telling words', () => {
  it('gives the figures of the formula, worked by hand', () => {
    // Class: good 6, film 4 of 10; others: good 2, film 8 of 10. Prior of 20 tokens: α = 8, 12.
    // good: ln(14/16) - ln(10/20) = 0.559616; σ² = 1/14 + 1/10 = 0.171429; z = 1.351602
    const [good, film] = tellingScores([6, 4], [8, 12], 20)
    expect(good).toBeCloseTo((Math.log(14 / 16) - Math.log(10 / 20)) / Math.sqrt(1 / 14 + 1 / 10), 12)
    expect(good).toBeCloseTo(1.3516, 4)
    // film: ln(16/14) - ln(20/10) = -0.559616; σ² = 1/16 + 1/20; z = -1.668612
    expect(film).toBeCloseTo(-1.6686, 3)
  })

  it('is antisymmetric in two classes, and 0 where both use a word alike', () => {
    const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 20 })
    fc.assert(
      fc.property(counts, (pairs) => {
        const all = pairs.map(([a, b]) => a + b)
        const one = tellingScores(
          pairs.map(([a]) => a),
          all,
        )
        const two = tellingScores(
          pairs.map(([, b]) => b),
          all,
        )
        one.forEach((z, word) => expect(z + two[word]).toBeCloseTo(0, 9))
      }),
    )
    tellingScores([5, 7], [10, 14]).forEach((z) => expect(z).toBeCloseTo(0, 12))
  })

  it('pulls a word that is rare everywhere towards 0, where a bare ratio would put it first', () => {
    const [common, once] = tellingScores([400, 1, 599], [500, 1, 1499])
    expect(common).toBeGreaterThan(10)
    expect(once).toBeLessThan(2)
  })
})

describe('suggestions to merge', () => {
  const of = (entries: [string, number][], ignored?: Set<string>) =>
    mergeSuggestions(new Map(entries), ignored).map(({ word, by, why }) => `${why} ${word} ${by}`)

  it('finds drawn-out words, capitals, slips and plurals, each towards the more frequent word', () => {
    expect(
      of([
        ...([
          ['good', 50],
          ['goood', 2],
          ['so', 80],
          ['soooo', 3],
          ['Good', 4],
        ] as [string, number][]),
        ...([
          ['character', 60],
          ['charcter', 1],
          ['characters', 20],
          ['stories', 4],
          ['story', 9],
        ] as [string, number][]),
        ...([
          ['class', 30],
          ['this', 90],
          ['thi', 1],
          ['boxes', 1],
          ['box', 2],
        ] as [string, number][]),
      ]),
    ).toEqual([
      ...['elongation soooo so', 'elongation goood good', 'case Good good', 'spelling charcter character'],
      ...['plural characters character', 'plural stories story', 'plural boxes box'],
    ])
  })

  it('leaves out what was ignored', () => {
    expect(
      of(
        [
          ['good', 50],
          ['goood', 2],
        ],
        new Set(['goood good']),
      ),
    ).toEqual([])
  })

  it('one edit is one letter more, less, other, or two swapped: as the distance says (any words)', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(isOneEdit(a, b)).toBe(distance(a, b) === 1)
      }),
    )
  })
})

/** Optimal string alignment, by its definition. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const ends = a.at(-1) === b.at(-1) ? 0 : 1
  const rest = [
    distance(a.slice(0, -1), b) + 1,
    distance(a, b.slice(0, -1)) + 1,
    distance(a.slice(0, -1), b.slice(0, -1)) + ends,
  ]
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1))
    rest.push(distance(a.slice(0, -2), b.slice(0, -2)) + 1)
  return Math.min(...rest)
}
