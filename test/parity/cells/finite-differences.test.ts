import { describe, expect, it } from 'vitest'
import { embeddingBackward } from '../../../shared/engine/kernels/cpu/embedding-backward.ts'
import { lstmBackward } from '../../../shared/engine/kernels/cpu/lstm-backward.ts'
import { lstmForward } from '../../../shared/engine/kernels/cpu/lstm-forward.ts'
import { productAB, productABT, productATB } from '../../../shared/engine/kernels/cpu/product.ts'
import { rnnBackward } from '../../../shared/engine/kernels/cpu/rnn-backward.ts'
import { rnnForward } from '../../../shared/engine/kernels/cpu/rnn-forward.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { relativeError } from './examples.ts'

/** cs231n notes 3: 1e-7 and less is right, in double precision with central differences. */
const TOLERANCE = 1e-7
const STEP = 1e-5
const sizes = [
  { T: 1, B: 1, H: 1 },
  { T: 4, B: 3, H: 5 },
  { T: 7, B: 2, H: 3 },
]

const random = stream(3, 'finite differences')
const normals = (length: number, scale = 0.7) => Float64Array.from({ length }, () => scale * random.normal())
/** Words and padding mixed at will: the kernels must cope with gaps too. */
const masks = (length: number) => Float64Array.from({ length }, () => (random.next() < 0.7 ? 1 : 0))
const dot = (a: Float64Array, b: ArrayLike<number>) => a.reduce((sum, x, i) => sum + x * b[i], 0)

/** ∂ value / ∂ x by central differences. */
function slopes(x: Float64Array, value: () => number): Float64Array {
  return x.map((kept, i) => {
    x[i] = kept + STEP
    const above = value()
    x[i] = kept - STEP
    const below = value()
    x[i] = kept
    return (above - below) / (2 * STEP)
  })
}

describe.each(sizes)('in double precision, T $T, B $B, H $H', ({ T, B, H }) => {
  it('the RNN kernels agree with finite differences', () => {
    const [xw, U, h0, dh, mask] = [normals(T * B * H), normals(H * H), normals(B * H), normals(T * B * H), masks(T * B)]
    const forward = () => rnnForward({ xw, U, h0, mask }, { T, B, H }, 'tanh')
    const { dz, dh0, dhTotal } = rnnBackward({ h: forward(), U, h0, mask, dh }, { T, B, H }, 'tanh')
    const loss = () => dot(dh, forward())
    expect(relativeError(dz, slopes(xw, loss))).toBeLessThan(TOLERANCE)
    expect(relativeError(dh0, slopes(h0, loss))).toBeLessThan(TOLERANCE)
    expect(dhTotal.subarray((T - 1) * B * H)).toEqual(dh.subarray((T - 1) * B * H))
    const h = forward()
    const previous = Float64Array.from([...h0, ...h.subarray(0, (T - 1) * B * H)])
    const dU = productATB(previous, dz, { M: H, K: T * B, N: H })
    expect(relativeError(dU, slopes(U, loss))).toBeLessThan(TOLERANCE)
  })

  it('the LSTM kernels agree with finite differences', () => {
    const [xw, U] = [normals(T * B * 4 * H), normals(4 * H * H)]
    const [h0, c0, dh, mask] = [normals(B * H), normals(B * H), normals(T * B * H), masks(T * B)]
    const forward = () => lstmForward({ xw, U, h0, c0, mask }, { T, B, H })
    const { gates, c, h } = forward()
    const { dz, dh0, dc0 } = lstmBackward({ gates, c, U, h0, c0, mask, dh }, { T, B, H })
    const loss = () => dot(dh, forward().h)
    expect(relativeError(dz, slopes(xw, loss))).toBeLessThan(TOLERANCE)
    expect(relativeError(dh0, slopes(h0, loss))).toBeLessThan(TOLERANCE)
    expect(relativeError(dc0, slopes(c0, loss))).toBeLessThan(TOLERANCE)
    const previous = Float64Array.from([...h0, ...h.subarray(0, (T - 1) * B * H)])
    const dU = productATB(previous, dz, { M: H, K: T * B, N: 4 * H })
    expect(relativeError(dU, slopes(U, loss))).toBeLessThan(TOLERANCE)
  })

  it('the products agree with finite differences of each other', () => {
    const [A, W, d] = [normals(T * H), normals(H * B), normals(T * B)]
    const loss = () => dot(d, productAB(A, W, { M: T, K: H, N: B }))
    expect(relativeError(productATB(A, d, { M: H, K: T, N: B }), slopes(W, loss))).toBeLessThan(TOLERANCE)
    expect(relativeError(productABT(d, W, { M: T, K: B, N: H }), slopes(A, loss))).toBeLessThan(TOLERANCE)
  })

  it("a look-up's gradient agrees with finite differences", () => {
    const table = normals(3 * H)
    const ids = Array.from({ length: T * B }, () => random.int(3))
    const d = normals(T * B * H)
    const loss = () => ids.reduce((sum, id, n) => sum + dot(d.slice(n * H, (n + 1) * H), table.subarray(id * H)), 0)
    const byRow = [0, 1, 2].map((row) => ids.flatMap((id, n) => (id === row ? [n] : [])))
    const starts = Int32Array.from([0, byRow[0].length, byRow[0].length + byRow[1].length, ids.length])
    const dTable = embeddingBackward(d, starts, Int32Array.from(byRow.flat()), H)
    expect(relativeError(dTable, slopes(table, loss))).toBeLessThan(TOLERANCE)
  })
})
