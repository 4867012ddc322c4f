import { describe, expect, it } from 'vitest'
import { matrix, matrixFrom, rowOf } from '../../../shared/engine/inspect/matrix.ts'
import { nearestWords, nearnessOf } from '../../../shared/engine/inspect/neighbours.ts'
import { wordOdds } from '../../../shared/engine/inspect/log-odds.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { wordVectorsOf } from '../../../shared/engine/inspect/word-vectors.ts'
import { randomModel } from './random-models.ts'

describe('nearest words', () => {
  // Rows 0 and 1 are the marks of padding and of the unknown word: they are no words, however close they lie.
  const table = matrixFrom([[3, 4], [3, 4], [3, 4], [6, 8], [4, 3], [-3, -4], [0, 0]]) // prettier-ignore

  it('by cosine and by distance, by hand', () => {
    expect(nearestWords(table, 2, 'cosine', 9).map(({ id, cosine }) => [id, cosine])).toEqual([
      [3, 1], // the same direction, twice as long
      [4, expect.closeTo(24 / 25, 12)],
      [5, -1],
      [6, NaN], // a zero vector has no direction
    ])
    expect(nearestWords(table, 2, 'euclidean', 2).map(({ id, distance, norm }) => [id, distance, norm])).toEqual([
      [4, expect.closeTo(Math.SQRT2, 12), 5],
      [3, 5, 10], // as far as the zero vector, and before it in the vocabulary
    ])
  })

  it('any two words, and a row that is not there', () => {
    expect(nearnessOf(table, 3, 5)).toEqual({ cosine: expect.closeTo(-1, 12) as number, distance: 15 })
    expect(() => nearnessOf(table, 2, 7)).toThrow('rows 0 to 6, not 7')
  })
})

describe('the vectors of the words', () => {
  it.each(['ann', 'ann-mean', 'rnn', 'lstm', 'gru'] as const)('are what %s looks up', (cell) => {
    for (const oneHot of [false, true]) {
      const { model, ids } = randomModel({ cell, oneHot, length: 4 }, 71)
      const found = wordVectorsOf(model)
      if (cell === 'ann' && oneHot) {
        expect(found).toBeNull()
        continue
      }
      const { table, vectors } = trace(model, ids).lookUps[0]
      expect(found).toMatchObject({ table, oneHot })
      vectors.forEach((vector, word) => expect(rowOf(found!.vectors, ids[word])).toEqual(vector))
    }
  })
})

describe('log-odds of a word', () => {
  it('by hand: two of three sentences of the class hold it, one of four others', () => {
    const sentences = [[2, 2, 3], [2], [3], [2, 4], [3], [4], [4, 4]]
    const labels = Int32Array.of(1, 1, 1, 0, 0, 2, 2)
    const offsets = Uint32Array.of(0, ...sentences.map((_, n) => sentences.slice(0, n + 1).flat().length))
    const ids = Int32Array.from(sentences.flat())
    const found = wordOdds({ labels, offsets, ids }, 6, 1)
    expect([...found.sentences]).toEqual([0, 0, 3, 3, 3, 0])
    expect([...found.ofClass]).toEqual([0, 0, 2, 2, 0, 0])
    // Word 2: ln(2.5/1.5) - ln(1.5/3.5) = ln(35/9); word 4: ln(0.5/3.5) - ln(3.5/1.5) = ln(3/49).
    expect(found.logOdds[2]).toBeCloseTo(Math.log(35 / 9), 12)
    expect(found.logOdds[4]).toBeCloseTo(Math.log(3 / 49), 12)
    // A word that no sentence holds says only how much larger one side is: ln(0.5/3.5) - ln(0.5/4.5) = ln(9/7).
    expect(found.logOdds[5]).toBeCloseTo(Math.log(9 / 7), 12)
  })

  it('turns its sign with the class where there are two', () => {
    const part = { labels: Int32Array.of(0, 1, 1), offsets: Uint32Array.of(0, 1, 2, 3), ids: Int32Array.of(2, 2, 3) }
    const [no, yes] = [0, 1].map((classIndex) => wordOdds(part, 4, classIndex).logOdds)
    no.forEach((odds, id) => expect(odds).toBeCloseTo(-yes[id], 12))
  })
})

it('an empty table has no neighbours', () => {
  expect(nearestWords(matrix(3, 2), 2, 'euclidean', 5)).toEqual([])
})
