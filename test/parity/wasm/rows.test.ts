import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { embeddingBackward, rowLookup, rowNorms } from '../../../shared/engine/kernels/run.ts'
import { expectClose, numbers, onWasm, valuesOf, variants } from './device.ts'

const ints = (...values: number[]) => tf.tensor1d(values, 'int32')

describe.each(variants)('rows in the %s binary', (variant) => {
  it.each([1, 3, 32, 257])(
    'the gradient of a look-up sums the rows of each word; unused slots are zero (D = %i)',
    async (D) => {
      const dy = numbers(1, 6 * D)
      const [starts, positions] = [
        [0, 3, 3, 5, 6, 6],
        [4, 0, 5, 2, 2, 1],
      ]
      const wanted = new Float64Array(5 * D)
      for (let r = 0; r < 5; r++)
        for (let k = starts[r]; k < starts[r + 1]; k++)
          for (let j = 0; j < D; j++) wanted[r * D + j] += dy[positions[k] * D + j]
      const actual = await onWasm(variant, () =>
        valuesOf({
          dRows: embeddingBackward({
            dy: tf.tensor2d(dy, [6, D]),
            starts: ints(...starts),
            positions: ints(...positions),
          }),
        }),
      )
      expectClose(actual, { dRows: wanted }, 1e-6)
    },
  )

  it('starts or positions outside the gradient are named, and nothing is kept', async () => {
    await onWasm(variant, () => {
      const dy: tf.Tensor2D = tf.ones([2, 3])
      const call = (starts: number[], positions: number[]) => () =>
        embeddingBackward({ dy, starts: ints(...starts), positions: ints(...positions) })
      expect(call([0, 1, 3], [0, 1])).toThrow('starts or positions of row 1')
      expect(call([0, 2], [0, 7])).toThrow('starts or positions of row 0')
      expect(call([0, 1], [-1])).toThrow('starts or positions of row 0')
    })
  })

  it('a look-up takes rows of a table, adds the bias, and is zero at padding', async () => {
    const D = 5
    const [table, bias] = [numbers(1, 4 * D), numbers(2, D)]
    const call = (withBias: boolean) =>
      rowLookup(
        ...([tf.tensor2d(table, [4, D]), ints(3, 0, 0, 2), tf.tensor1d([1, 1, 0, 1])] as const),
        withBias ? tf.tensor1d(bias) : undefined,
      )
    const rows = (add: number) =>
      [3, 0, -1, 2].flatMap((id) => Array.from(bias, (b, j) => (id < 0 ? 0 : table[id * D + j] + add * b)))
    const actual = await onWasm(variant, () => valuesOf({ with: call(true), without: call(false) }))
    expectClose(actual, { with: rows(1), without: rows(0) }, 1e-7)
  })

  it('an id outside the table is named', async () => {
    await onWasm(variant, () => {
      const look = (id: number) => () => rowLookup(tf.zeros([4, 2]), ints(0, id), tf.ones([2]))
      expect(look(4)).toThrow('RowLookup: ids[1] is no row of a table of 4')
      expect(look(-1)).toThrow('RowLookup: ids[1] is no row of a table of 4')
    })
  })

  it('norms of rows are right from 10⁻⁴⁴ to 10³⁸', async () => {
    const wanted: number[] = []
    const rows = [0, -44, -30, -22, 0, 18, 37].map((power, n) => {
      const row = numbers(n + 1, 7).map((x) => (n === 0 ? 0 : x * 10 ** power))
      wanted.push(Math.sqrt(row.reduce((sum, x) => sum + x * x, 0)))
      return [...row]
    })
    const { norms } = await onWasm(variant, () => valuesOf({ norms: rowNorms(tf.tensor2d(rows)) }))
    wanted.forEach((norm, n) => expect(Math.abs(norms[n] - norm)).toBeLessThanOrEqual(Math.max(norm * 1e-6, 2e-45)))
    const { bad } = await onWasm(variant, () => valuesOf({ bad: rowNorms(tf.tensor2d([[1, NaN], [1, Infinity]])) })) // prettier-ignore
    expect([...bad]).toEqual([NaN, Infinity])
  })
})
