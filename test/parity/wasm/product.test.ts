import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { product } from '../../../shared/engine/kernels/run.ts'
import { expectClose, numbers, onCpu, onWasm, valuesOf, variants } from './device.ts'

const sizes = [
  [1, 1, 1],
  [3, 1, 5],
  [1, 257, 3],
  [7, 3, 257],
  [257, 7, 1],
  [32, 64, 256],
  [97, 513, 9],
  [200, 300, 520],
]
const kinds = [
  { name: 'a b', transposeA: false, transposeB: false },
  { name: 'aᵀ b', transposeA: true, transposeB: false },
  { name: 'a bᵀ', transposeA: false, transposeB: true },
]

/** Three loops in double precision. */
function oracle(
  a: Float32Array,
  b: Float32Array,
  [M, K, N]: number[],
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
  bias?: Float32Array,
): Float64Array {
  const c = new Float64Array(M * N)
  for (let i = 0; i < M; i++)
    for (let j = 0; j < N; j++) {
      let sum = bias ? bias[j] : 0
      for (let k = 0; k < K; k++) sum += a[transposeA ? k * M + i : i * K + k] * b[transposeB ? j * K + k : k * N + j]
      c[i * N + j] = sum
    }
  return c
}

function multiply(a: Float32Array, b: Float32Array, [M, K, N]: number[], kind: (typeof kinds)[0], bias?: Float32Array) {
  const left = tf.tensor2d(a, kind.transposeA ? [K, M] : [M, K])
  const right = tf.tensor2d(b, kind.transposeB ? [N, K] : [K, N])
  return valuesOf({ c: product(left, right, { ...kind, ...(bias && { bias: tf.tensor1d(bias) }) }) })
}

describe.each(variants)('the product in the %s binary', (variant) => {
  describe.each(kinds)('$name', (kind) => {
    it.each(sizes)('agrees with three loops in double precision on %i × %i × %i', async (...size) => {
      const [M, K, N] = size
      const [a, b] = [numbers(1, M * K), numbers(2, K * N)]
      expectClose(await onWasm(variant, () => multiply(a, b, size, kind)), { c: oracle(a, b, size, kind) }, 2e-6)
    })

    it('leaves out rows of zeros without changing the result', async () => {
      const size = [40, 300, 24]
      const [M, K, N] = size
      const [a, b] = [numbers(3, M * K), numbers(4, K * N)]
      const width = kind.transposeA ? M : K
      for (let i = 0; i < a.length; i++) if (Math.floor(i / width) % 3) a[i] = 0
      expectClose(await onWasm(variant, () => multiply(a, b, size, kind)), { c: oracle(a, b, size, kind) }, 2e-6)
      a.fill(0)
      const zeros = { c: new Float32Array(M * N) }
      expect(await onWasm(variant, () => multiply(a, b, size, kind))).toEqual(zeros)
    })

    it('gives the same bits twice', async () => {
      const size = [33, 129, 65]
      const [a, b] = [numbers(5, 33 * 129), numbers(6, 129 * 65)]
      const once = await onWasm(variant, () => multiply(a, b, size, kind))
      expect(await onWasm(variant, () => multiply(a, b, size, kind))).toEqual(once)
    })
  })

  it.each(kinds.filter(({ transposeA }) => !transposeA))(
    'adds a bias to every row, also to rows of zeros: $name',
    async (kind) => {
      const size = [11, 270, 19]
      const [a, b, bias] = [numbers(1, 11 * 270), numbers(2, 270 * 19), numbers(3, 19)]
      a.fill(0, 270, 4 * 270)
      const wanted = { c: oracle(a, b, size, kind, bias) }
      expectClose(await onWasm(variant, () => multiply(a, b, size, kind, bias)), wanted, 2e-6)
      expectClose(await onCpu(() => multiply(a, b, size, kind, bias)), wanted, 2e-6)
    },
  )

  it('hands NaN and infinity on', async () => {
    const [a, b] = [numbers(1, 6), numbers(2, 6)]
    a[4] = NaN
    b[0] = Infinity
    const { c } = await onWasm(variant, () => multiply(a, b, [2, 3, 2], kinds[0]))
    expect([...c].map((x) => (Number.isNaN(x) ? 'NaN' : Number.isFinite(x) ? 'finite' : 'infinite'))).toEqual([
      'infinite',
      'finite',
      'NaN',
      'NaN',
    ])
  })

  it('a product without terms is the bias, or zero', async () => {
    const none = new Float32Array(0)
    expect(await onWasm(variant, () => multiply(none, none, [2, 0, 3], kinds[0]))).toEqual({ c: new Float32Array(6) })
  })

  it('names the tensor whose shape or type is wrong', async () => {
    await onWasm(variant, () => {
      const [a, b]: tf.Tensor2D[] = [tf.zeros([2, 3]), tf.zeros([4, 5])]
      expect(() => product(a, b)).toThrow('Product: b must have shape [3,5], got [4,5]')
      expect(() => product(a, tf.zeros([3, 5], 'int32'))).toThrow('Product: b must be float32, is int32')
    })
  })
})
