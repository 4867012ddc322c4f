import { activate, slopeOf } from './activations.ts'
import { gate, gateSlopes } from './gate-sum.ts'
import { released } from './interventions.ts'
import { interleave, pick, plus, rowOf, rowTimes, rowTimesTransposed, times } from './matrix.ts'
import type { Vector } from './matrix.ts'
import type { Cell } from './steps.ts'

/**
 * i = σ(z_i)  f = σ(z_f)  g = tanh(z_g)  o = σ(z_o);  c = f ⊙ c₋ + i ⊙ g;  h = o ⊙ tanh c, as cells/lstm.ts.
 * With a peephole z_i and z_f see c₋, and z_o sees c (Gers & Schmidhuber 2000).
 */
export const lstmCell: Cell = {
  gates: ['i', 'f', 'g', 'o'],
  hasCellState: true,
  forward({ U, b, peephole }, xW, previous, clamp) {
    const hU = rowTimes(previous.h, U)
    const before = previous.c!
    const parts = (column: number) => ({
      ...{ fromInput: pick(xW, 4, column), fromState: pick(hU, 4, column), bias: pick(b, 4, column) },
    })
    const seen = (row: number, state: Vector) => (peephole ? times(rowOf(peephole, row), state) : null)
    const i = gate('i', 'sigmoid', { ...parts(0), fromCell: seen(0, before) }, clamp)
    const f = gate('f', 'sigmoid', { ...parts(1), fromCell: seen(1, before) }, clamp)
    const g = gate('g', 'tanh', parts(2), clamp)
    const c = plus(times(f.value, before), times(i.value, g.value))
    const heldC = clamp('state c', c)
    const o = gate('o', 'sigmoid', { ...parts(3), fromCell: seen(2, c) }, clamp)
    const tanhC = activate('tanh', c)
    const h = times(o.value, tanhC)
    const held = { h: clamp('state h', h), c: heldC }
    return { previous, gates: [i, f, g, o], c, tanhC, h, q: null, held }
  },
  backward({ U, peephole }, { previous, gates: [i, f, g, o], tanhC, held }, dh, dcLater) {
    const through = released(dh, held.h)
    const output = gateSlopes(o, times(through, tanhC!))
    const fromH = times(times(through, o.value), slopeOf('tanh', tanhC!))
    const below = dcLater ? plus(dcLater, fromH) : fromH
    const dc = peephole ? plus(below, times(output.dz, rowOf(peephole, 2))) : below
    const dcThrough = released(dc, held.c)
    const input = gateSlopes(i, times(dcThrough, g.value))
    const forget = gateSlopes(f, times(dcThrough, previous.c!))
    const candidate = gateSlopes(g, times(dcThrough, i.value))
    const gates = [input, forget, candidate, output]
    const dInput = interleave(gates.map(({ dz }) => dz))
    const kept = times(dcThrough, f.value)
    const dcPrevious = peephole
      ? plus(kept, plus(times(input.dz, rowOf(peephole, 0)), times(forget.dz, rowOf(peephole, 1))))
      : kept
    return { dc, gates, dInput, dState: dInput, previous: { h: rowTimesTransposed(dInput, U), c: dcPrevious } }
  },
}
