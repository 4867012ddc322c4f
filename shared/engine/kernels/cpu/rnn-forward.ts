import type { Activation } from '../kernels.ts'
import { zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'
import { stepsOf } from './sequence.ts'
import type { SequenceSize } from './sequence.ts'

/** h_t = m f(xw_t + h_(t-1) U) + (1 - m) h_(t-1). See kernels.ts; answers h [T, B, H]. */
export function rnnForward(
  { xw, U, h0, mask }: { xw: Floats; U: Floats; h0: Floats; mask: Floats },
  size: SequenceSize,
  activation: Activation,
): Floats {
  const { B, H } = size
  const h = zerosLike(xw, xw.length)
  const rows = new Int32Array(B)
  for (const { t, at, before: p, first } of stepsOf(size)) {
    const previous = first ? h0 : h
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
