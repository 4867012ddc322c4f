import { transposed, zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'
import { passThrough, startFrom } from './rnn-backward.ts'
import { stepsOf } from './sequence.ts'
import type { SequenceSize } from './sequence.ts'

export interface LstmBackwardInputs {
  gates: Floats
  c: Floats
  U: Floats
  h0: Floats
  c0: Floats
  mask: Floats
  dh: Floats
  /** [3, H]: p_i, p_f, p_o. */
  peephole?: Floats
}

/**
 * Back-propagation through time, the lines of lstm-forward.ts read upwards (shapes in kernels.ts):
 *   dcTotal_t = dcTotal_(t+1) ⊙ f_(t+1) + dhTotal_t ⊙ o ⊙ (1 - tanh² c_t)
 *   dz_i = dcTotal ⊙ g ⊙ i(1-i)   dz_f = dcTotal ⊙ c_(t-1) ⊙ f(1-f)   dz_g = dcTotal ⊙ i ⊙ (1-g²)
 *   dz_o = dhTotal ⊙ tanh c_t ⊙ o(1-o)          dhTotal_(t-1) = dh_(t-1) + dz_t Uᵀ
 * With a peephole dcTotal_t gains dz_o ⊙ p_o (o saw c_t) and dcTotal_(t-1) gains dz_i ⊙ p_i + dz_f ⊙ p_f.
 */
export function lstmBackward(
  { gates, c, U, h0, c0, mask, dh, peephole }: LstmBackwardInputs,
  size: SequenceSize,
): { dz: Floats; dhTotal: Floats; dcTotal: Floats; dh0: Floats; dc0: Floats } {
  const { T, B, H } = size
  const dz = zerosLike(gates, T * B * 4 * H)
  const dhTotal = zerosLike(gates, T * B * H)
  const dcTotal = zerosLike(gates, T * B * H)
  const dh0 = zerosLike(gates, h0.length)
  const dc0 = zerosLike(gates, c0.length)
  const UT = transposed(U, H, 4 * H)
  const rows = new Int32Array(B)
  const steps = stepsOf(size).reverse()
  startFrom(dhTotal, dh, steps[0].at, B * H)
  for (const { t, at, before: p, first } of steps) {
    const [cPrevious, dcEarlier, dhEarlier] = first ? [c0, dc0, dh0] : [c, dcTotal, dhTotal]
    const own = first ? null : dh
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
        const dzo = dState * tanhC * o * (1 - o)
        let dc = dcTotal[at + j] + dState * o * (1 - tanhC * tanhC)
        if (peephole) dc += dzo * peephole[2 * H + j - row]
        const dzi = dc * g * i * (1 - i)
        const dzf = dc * cPrevious[p + j] * f * (1 - f)
        dcTotal[at + j] = dc
        dz[z] = dzi
        dz[z + 1] = dzf
        dz[z + 2] = dc * i * (1 - g * g)
        dz[z + 3] = dzo
        dcEarlier[p + j] = dc * f // what comes through h_(t-1) is added when its own turn comes
        if (peephole) dcEarlier[p + j] += dzi * peephole[j - row] + dzf * peephole[H + j - row]
      }
    }
    multiplyRows({
      ...{ C: dhEarlier, c: p, A: dz, a: 4 * at, aRow: 4 * H, aColumn: 1, B: UT, K: 4 * H, N: H },
      ...{ rows, count, start: own, startAt: p, startRow: H },
    })
  }
  return { dz, dhTotal, dcTotal, dh0, dc0 }
}
