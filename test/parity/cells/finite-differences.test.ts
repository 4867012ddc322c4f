import { describe, expect, it } from 'vitest'
import { embeddingBackward } from '../../../shared/engine/kernels/cpu/embedding-backward.ts'
import { gruBackward } from '../../../shared/engine/kernels/cpu/gru-backward.ts'
import { gruForward } from '../../../shared/engine/kernels/cpu/gru-forward.ts'
import { lstmBackward } from '../../../shared/engine/kernels/cpu/lstm-backward.ts'
import { lstmForward } from '../../../shared/engine/kernels/cpu/lstm-forward.ts'
import { peepholeGradient } from '../../../shared/engine/kernels/cpu/peephole-gradient.ts'
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
type Size = (typeof sizes)[number] & { reverse: boolean }
const directions: Size[] = sizes.flatMap((size) => [
  { ...size, reverse: false },
  { ...size, reverse: true },
])

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

/** The state that every timestep starts from: next to it in time, the initial one at the end where time begins. */
function previous(h0: Float64Array, h: ArrayLike<number>, { B, H, reverse }: Size): Float64Array {
  const states = Array.from(h)
  return Float64Array.from(reverse ? [...states.slice(B * H), ...h0] : [...h0, ...states.slice(0, -B * H)])
}

describe.each(directions)('in double precision, T $T, B $B, H $H, reverse $reverse', (size) => {
  const { T, B, H } = size
  const lastStep = size.reverse ? 0 : (T - 1) * B * H

  it.each(['tanh', 'relu'] as const)('the RNN kernels agree with finite differences, %s', (activation) => {
    const [xw, U, h0, dh, mask] = [normals(T * B * H), normals(H * H), normals(B * H), normals(T * B * H), masks(T * B)]
    const forward = () => rnnForward({ xw, U, h0, mask }, size, activation)
    const { dz, dh0, dhTotal } = rnnBackward({ h: forward(), U, h0, mask, dh }, size, activation)
    const loss = () => dot(dh, forward())
    expect(relativeError(dz, slopes(xw, loss))).toBeLessThan(TOLERANCE)
    expect(relativeError(dh0, slopes(h0, loss))).toBeLessThan(TOLERANCE)
    expect(dhTotal.subarray(lastStep, lastStep + B * H)).toEqual(dh.subarray(lastStep, lastStep + B * H))
    const dU = productATB(previous(h0, forward(), size), dz, { M: H, K: T * B, N: H })
    expect(relativeError(dU, slopes(U, loss))).toBeLessThan(TOLERANCE)
  })

  it.each(['without', 'with'])('the LSTM kernels agree with finite differences, %s a peephole', (which) => {
    const [xw, U] = [normals(T * B * 4 * H), normals(4 * H * H)]
    const [h0, c0, dh, mask] = [normals(B * H), normals(B * H), normals(T * B * H), masks(T * B)]
    const peephole = which === 'with' ? normals(3 * H) : undefined
    const forward = () => lstmForward({ xw, U, h0, c0, mask, peephole }, size)
    const { gates, c, h } = forward()
    const { dz, dh0, dc0 } = lstmBackward({ gates, c, U, h0, c0, mask, dh, peephole }, size)
    const loss = () => dot(dh, forward().h)
    expect(relativeError(dz, slopes(xw, loss))).toBeLessThan(TOLERANCE)
    expect(relativeError(dh0, slopes(h0, loss))).toBeLessThan(TOLERANCE)
    expect(relativeError(dc0, slopes(c0, loss))).toBeLessThan(TOLERANCE)
    const dU = productATB(previous(h0, h, size), dz, { M: H, K: T * B, N: 4 * H })
    expect(relativeError(dU, slopes(U, loss))).toBeLessThan(TOLERANCE)
    if (!peephole) return
    const dPeephole = peepholeGradient({ dz, c, c0 }, size)
    expect(relativeError(dPeephole, slopes(peephole, loss))).toBeLessThan(TOLERANCE)
  })

  it('the GRU kernels agree with finite differences', () => {
    const [xw, U, bu] = [normals(T * B * 3 * H), normals(3 * H * H), normals(H)]
    const [h0, dh, mask] = [normals(B * H), normals(T * B * H), masks(T * B)]
    const forward = () => gruForward({ xw, U, bu, h0, mask }, size)
    const { gates, h } = forward()
    const { dz, du, dh0 } = gruBackward({ gates, h, U, h0, mask, dh }, size)
    const loss = () => dot(dh, forward().h)
    expect(relativeError(dz, slopes(xw, loss))).toBeLessThan(TOLERANCE)
    expect(relativeError(dh0, slopes(h0, loss))).toBeLessThan(TOLERANCE)
    const dU = productATB(previous(h0, h, size), du, { M: H, K: T * B, N: 3 * H })
    expect(relativeError(dU, slopes(U, loss))).toBeLessThan(TOLERANCE)
    const dbu = Float64Array.from({ length: H }, (_, j) => {
      let sum = 0
      for (let n = 0; n < T * B; n++) sum += du[n * 3 * H + 3 * j + 2]
      return sum
    })
    expect(relativeError(dbu, slopes(bu, loss))).toBeLessThan(TOLERANCE)
  })
})

describe.each(sizes)('in double precision, T $T, B $B, H $H', ({ T, B, H }) => {
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
