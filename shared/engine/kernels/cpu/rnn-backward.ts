import type { Activation } from '../kernels.ts'
import { transposed, zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'
import { stepsOf } from './sequence.ts'
import type { SequenceSize } from './sequence.ts'

/**
 * Back-propagation through time, the lines of rnn-forward.ts read upwards:
 *   dz_t = dhTotal_t ⊙ f'(z_t),  dhTotal_(t-1) = dh_(t-1) + dz_t Uᵀ   (masked: dhTotal_(t-1) = dh_(t-1) + dhTotal_t)
 */
export function rnnBackward(
  { h, U, h0, mask, dh }: { h: Floats; U: Floats; h0: Floats; mask: Floats; dh: Floats },
  size: SequenceSize,
  activation: Activation,
): { dz: Floats; dhTotal: Floats; dh0: Floats } {
  const { T, B, H } = size
  const dz = zerosLike(h, T * B * H)
  const dhTotal = zerosLike(h, T * B * H)
  const dh0 = zerosLike(h, h0.length)
  const UT = transposed(U, H, H)
  const rows = new Int32Array(B)
  const steps = stepsOf(size).reverse()
  startFrom(dhTotal, dh, steps[0].at, B * H)
  for (const { t, at, before: e, first } of steps) {
    const count = liveRows(mask, t * B, B, rows)
    for (let n = 0; n < count; n++) {
      const row = at + rows[n] * H
      for (let i = row; i < row + H; i++) {
        const slope = activation === 'tanh' ? 1 - h[i] * h[i] : h[i] > 0 ? 1 : 0
        dz[i] = dhTotal[i] * slope
      }
    }
    const earlier = first ? dh0 : dhTotal
    const own = first ? null : dh
    if (count < B) passThrough(earlier, e, dhTotal, at, own, B * H)
    multiplyRows({
      ...{ C: earlier, c: e, A: dz, a: at, aRow: H, aColumn: 1, B: UT, K: H, N: H },
      ...{ rows, count, start: own, startAt: e, startRow: H },
    })
  }
  return { dz, dhTotal, dh0 }
}

/** What reaches an earlier state whose step is masked; the rows that are not masked are overwritten afterwards. */
export function passThrough(to: Floats, at: number, from: Floats, f: number, own: Floats | null, size: number): void {
  for (let i = 0; i < size; i++) to[at + i] = from[f + i] + (own === null ? 0 : own[at + i])
}

/** The last state's gradient is what reaches it from outside. */
export const startFrom = (total: Floats, dh: Floats, at: number, size: number): void =>
  total.set(dh.subarray(at, at + size), at)
