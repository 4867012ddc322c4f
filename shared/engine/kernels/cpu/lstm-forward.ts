import { sigmoid, zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'
import { stepsOf } from './sequence.ts'
import type { SequenceSize } from './sequence.ts'

export interface LstmInputs {
  xw: Floats
  U: Floats
  h0: Floats
  c0: Floats
  mask: Floats
  /** [3, H]: p_i, p_f, p_o. */
  peephole?: Floats
}

/** The LSTM of kernels.ts over a whole sequence: gates [T, B, 4H] activated and interleaved i, f, g, o; c, h [T, B, H]. */
export function lstmForward(
  { xw, U, h0, c0, mask, peephole }: LstmInputs,
  size: SequenceSize,
): { gates: Floats; c: Floats; h: Floats } {
  const { T, B, H } = size
  const gates = zerosLike(xw, T * B * 4 * H)
  const c = zerosLike(xw, T * B * H)
  const h = zerosLike(xw, T * B * H)
  const rows = new Int32Array(B)
  for (const { t, at, before: p, first } of stepsOf(size)) {
    const [hPrevious, cPrevious] = first ? [h0, c0] : [h, c]
    const count = liveRows(mask, t * B, B, rows)
    if (count < B) {
      h.set(hPrevious.subarray(p, p + B * H), at)
      c.set(cPrevious.subarray(p, p + B * H), at)
    }
    multiplyRows({
      ...{ C: gates, c: 4 * at, A: hPrevious, a: p, aRow: H, aColumn: 1, B: U, K: H, N: 4 * H },
      ...{ rows, count, start: xw, startAt: 4 * at, startRow: 4 * H },
    })
    for (let n = 0; n < count; n++) {
      const row = rows[n] * H
      for (let j = row; j < row + H; j++) {
        const z = 4 * (at + j)
        const unit = j - row
        const cBefore = cPrevious[p + j]
        const i = sigmoid(gates[z] + (peephole ? peephole[unit] * cBefore : 0))
        const f = sigmoid(gates[z + 1] + (peephole ? peephole[H + unit] * cBefore : 0))
        const g = Math.tanh(gates[z + 2])
        const state = f * cBefore + i * g
        const o = sigmoid(gates[z + 3] + (peephole ? peephole[2 * H + unit] * state : 0))
        gates[z] = i
        gates[z + 1] = f
        gates[z + 2] = g
        gates[z + 3] = o
        c[at + j] = state
        h[at + j] = o * Math.tanh(state)
      }
    }
  }
  return { gates, c, h }
}
