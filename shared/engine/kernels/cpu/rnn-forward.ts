import type { Activation } from '../kernels.ts'
import { zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'

export interface RnnSize {
  T: number
  B: number
  H: number
}

/** h_t = m f(xw_t + h_(t-1) U) + (1 - m) h_(t-1). See kernels.ts; answers h [T, B, H]. */
export function rnnForward(
  { xw, U, h0, mask }: { xw: Floats; U: Floats; h0: Floats; mask: Floats },
  { T, B, H }: RnnSize,
  activation: Activation,
): Floats {
  const h = zerosLike(xw, T * B * H)
  const rows = new Int32Array(B)
  for (let t = 0; t < T; t++) {
    const at = t * B * H
    const [previous, p] = t === 0 ? [h0, 0] : [h, at - B * H]
    const count = liveRows(mask, t * B, B, rows)
    if (count < B) h.set(previous.subarray(p, p + B * H), at)
    multiplyRows({
      ...{ C: h, c: at, A: previous, a: p, aRow: H, aColumn: 1, B: U, K: H, N: H },
      ...{ rows, count, start: xw, startAt: at, startRow: H },
    })
    for (let n = 0; n < count; n++) {
      const row = at + rows[n] * H
      if (activation === 'tanh') for (let i = row; i < row + H; i++) h[i] = Math.tanh(h[i])
      else for (let i = row; i < row + H; i++) h[i] = h[i] < 0 ? 0 : h[i] // NaN stays NaN
    }
  }
  return h
}
