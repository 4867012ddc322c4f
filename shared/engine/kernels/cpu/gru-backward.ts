import { transposed, zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'
import { passThrough, startFrom } from './rnn-backward.ts'
import { stepsOf } from './sequence.ts'
import type { SequenceSize } from './sequence.ts'

export interface GruBackwardInputs {
  gates: Floats
  h: Floats
  U: Floats
  h0: Floats
  mask: Floats
  dh: Floats
}

/**
 * Back-propagation through time, the lines of gru-forward.ts read upwards (shapes in kernels.ts):
 *   dz_n = dhTotal ⊙ (1-z) ⊙ (1-n²)   dz_z = dhTotal ⊙ (h_(t-1) - n) ⊙ z(1-z)   dz_r = dz_n ⊙ q ⊙ r(1-r)
 *   du = (dz_r, dz_z, dz_n ⊙ r)       dhTotal_(t-1) = dh_(t-1) + dhTotal_t ⊙ z + du_t Uᵀ
 */
export function gruBackward(
  { gates, h, U, h0, mask, dh }: GruBackwardInputs,
  size: SequenceSize,
): { dz: Floats; du: Floats; dhTotal: Floats; dh0: Floats } {
  const { T, B, H } = size
  const dz = zerosLike(h, T * B * 3 * H)
  const du = zerosLike(h, T * B * 3 * H)
  const dhTotal = zerosLike(h, T * B * H)
  const dh0 = zerosLike(h, B * H)
  const UT = transposed(U, H, 3 * H)
  const rows = new Int32Array(B)
  const steps = stepsOf(size).reverse()
  startFrom(dhTotal, dh, steps[0].at, B * H)
  for (const { t, at, before: p, first } of steps) {
    const [previous, earlier] = first ? [h0, dh0] : [h, dhTotal]
    const own = first ? null : dh
    const count = liveRows(mask, t * B, B, rows)
    if (count < B) passThrough(earlier, p, dhTotal, at, own, B * H)
    for (let k = 0; k < count; k++) {
      const row = rows[k] * H
      for (let j = row; j < row + H; j++) {
        const y = 4 * (at + j)
        const x = 3 * (at + j)
        const r = gates[y]
        const z = gates[y + 1]
        const n = gates[y + 2]
        const q = gates[y + 3]
        const dState = dhTotal[at + j]
        const dn = dState * (1 - z) * (1 - n * n)
        dz[x] = dn * q * r * (1 - r)
        dz[x + 1] = dState * (previous[p + j] - n) * z * (1 - z)
        dz[x + 2] = dn
        du[x] = dz[x]
        du[x + 1] = dz[x + 1]
        du[x + 2] = dn * r
        earlier[p + j] = dState * z + (own === null ? 0 : own[p + j]) // the product below starts from it
      }
    }
    multiplyRows({
      ...{ C: earlier, c: p, A: du, a: 3 * at, aRow: 3 * H, aColumn: 1, B: UT, K: 3 * H, N: H },
      ...{ rows, count, start: earlier, startAt: p, startRow: H },
    })
  }
  return { dz, du, dhTotal, dh0 }
}
