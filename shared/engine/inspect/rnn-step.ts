import { gate, gateSlopes } from './gate-sum.ts'
import { released } from './interventions.ts'
import { rowTimes, rowTimesTransposed } from './matrix.ts'
import type { Cell } from './steps.ts'

/** z = x W + h₋ U + b, h = f(z), as cells/rnn.ts; the shapes stand there. */
export const rnnCell: Cell = {
  gates: ['h'],
  hasCellState: false,
  forward({ U, b, activation }, xW, previous, clamp) {
    const parts = { fromInput: xW, fromState: rowTimes(previous.h, U), bias: b }
    const state = gate('h', activation, parts, clamp)
    const h = state.value.slice()
    const held = { h: clamp('state h', h), c: null }
    return { previous, gates: [state], c: null, tanhC: null, h, q: null, held }
  },
  backward({ U }, { gates: [state], held }, dh) {
    const slopes = gateSlopes(state, released(dh, held.h))
    const dInput = slopes.dz
    const previous = { h: rowTimesTransposed(dInput, U), c: null }
    return { dc: null, gates: [slopes], dInput, dState: dInput, previous }
  },
}
