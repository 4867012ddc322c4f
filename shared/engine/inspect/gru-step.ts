import { gate, gateSlopes } from './gate-sum.ts'
import { released } from './interventions.ts'
import { filled, interleave, pick, plus, rowTimes, rowTimesTransposed, times } from './matrix.ts'
import type { Cell } from './steps.ts'

/**
 * r = σ(z_r)  z = σ(z_z)  q = h₋ U_n + bu  n = tanh(x W_n + b_n + r ⊙ q);  h = (1 - z) ⊙ n + z ⊙ h₋, as kernels.ts: Cho et
 * al. 2014 (arXiv 1406.1078) with the reset gate after the recurrent product.
 */
export const gruCell: Cell = {
  gates: ['r', 'z', 'n'],
  hasCellState: false,
  forward({ U, b, bu }, xW, previous, clamp) {
    const hU = rowTimes(previous.h, U)
    const parts = (column: number) => ({ fromInput: pick(xW, 3, column), bias: pick(b, 3, column) })
    const r = gate('r', 'sigmoid', { ...parts(0), fromState: pick(hU, 3, 0) }, clamp)
    const z = gate('z', 'sigmoid', { ...parts(1), fromState: pick(hU, 3, 1) }, clamp)
    const q = plus(pick(hU, 3, 2), bu!)
    const n = gate('n', 'tanh', { ...parts(2), fromState: times(r.value, q) }, clamp)
    const kept = z.value
    const h = filled(kept.length, (unit) => (1 - kept[unit]) * n.value[unit] + kept[unit] * previous.h[unit])
    const held = { h: clamp('state h', h), c: null }
    return { previous, gates: [r, z, n], c: null, tanhC: null, h, q, held }
  },
  backward({ U }, { previous, gates: [r, z, n], q, held }, dh) {
    const through = released(dh, held.h)
    const H = through.length
    const candidate = gateSlopes(
      n,
      filled(H, (unit) => through[unit] * (1 - z.value[unit])),
    )
    const update = gateSlopes(
      z,
      filled(H, (unit) => through[unit] * (previous.h[unit] - n.value[unit])),
    )
    const reset = gateSlopes(r, times(candidate.dz, q!))
    const dInput = interleave([reset.dz, update.dz, candidate.dz])
    const dState = interleave([reset.dz, update.dz, times(candidate.dz, r.value)])
    const dhPrevious = plus(times(through, z.value), rowTimesTransposed(dState, U))
    return { dc: null, gates: [reset, update, candidate], dInput, dState, previous: { h: dhPrevious, c: null } }
  },
}
