import { transposed, zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'
import { passThrough } from './rnn-backward.ts'
import type { RnnSize } from './rnn-forward.ts'

export interface LstmBackwardInputs {
  gates: Floats
  c: Floats
  U: Floats
  h0: Floats
  c0: Floats
  mask: Floats
  dh: Floats
}

/**
 * Back-propagation through time, the lines of lstm-forward.ts read upwards (shapes in kernels.ts):
 *   dcTotal_t = dcTotal_(t+1) ⊙ f_(t+1) + dhTotal_t ⊙ o ⊙ (1 - tanh² c_t)
 *   dz_i = dcTotal ⊙ g ⊙ i(1-i)   dz_f = dcTotal ⊙ c_(t-1) ⊙ f(1-f)   dz_g = dcTotal ⊙ i ⊙ (1-g²)
 *   dz_o = dhTotal ⊙ tanh c_t ⊙ o(1-o)          dhTotal_(t-1) = dh_(t-1) + dz_t Uᵀ
 */
export function lstmBackward(
  { gates, c, U, h0, c0, mask, dh }: LstmBackwardInputs,
  { T, B, H }: RnnSize,
): { dz: Floats; dhTotal: Floats; dcTotal: Floats; dh0: Floats; dc0: Floats } {
  const dz = zerosLike(gates, T * B * 4 * H)
  const dhTotal = zerosLike(gates, T * B * H)
  const dcTotal = zerosLike(gates, T * B * H)
  const dh0 = zerosLike(gates, h0.length)
  const dc0 = zerosLike(gates, c0.length)
  const UT = transposed(U, H, 4 * H)
  const rows = new Int32Array(B)
  dhTotal.set(dh.subarray((T - 1) * B * H), (T - 1) * B * H)
  for (let t = T - 1; t >= 0; t--) {
    const at = t * B * H
    const p = t === 0 ? 0 : at - B * H
    const [cPrevious, dcEarlier, dhEarlier] = t === 0 ? [c0, dc0, dh0] : [c, dcTotal, dhTotal]
    const own = t === 0 ? null : dh
    const count = liveRows(mask, t * B, B, rows)
    if (count < B) {
      passThrough(dhEarlier, p, dhTotal, at, own, B * H)
      passThrough(dcEarlier, p, dcTotal, at, null, B * H)
    }
    for (let n = 0; n < count; n++) {
      const row = rows[n] * H
      for (let j = row; j < row + H; j++) {
        const z = 4 * (at + j)
        const i = gates[z]
        const f = gates[z + 1]
        const g = gates[z + 2]
        const o = gates[z + 3]
        const tanhC = Math.tanh(c[at + j])
        const dState = dhTotal[at + j]
        const dc = dcTotal[at + j] + dState * o * (1 - tanhC * tanhC)
        dcTotal[at + j] = dc
        dz[z] = dc * g * i * (1 - i)
        dz[z + 1] = dc * cPrevious[p + j] * f * (1 - f)
        dz[z + 2] = dc * i * (1 - g * g)
        dz[z + 3] = dState * tanhC * o * (1 - o)
        dcEarlier[p + j] = dc * f // what comes through h_(t-1) is added when its own turn comes
      }
    }
    multiplyRows({
      ...{ C: dhEarlier, c: p, A: dz, a: 4 * at, aRow: 4 * H, aColumn: 1, B: UT, K: 4 * H, N: H },
      ...{ rows, count, start: own, startAt: p, startRow: H },
    })
  }
  return { dz, dhTotal, dcTotal, dh0, dc0 }
}
