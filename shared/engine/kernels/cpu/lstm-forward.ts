import { sigmoid, zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'
import type { RnnSize } from './rnn-forward.ts'

export interface LstmInputs {
  xw: Floats
  U: Floats
  h0: Floats
  c0: Floats
  mask: Floats
}

/** The LSTM of kernels.ts over a whole sequence: gates [T, B, 4H] activated and interleaved i, f, g, o; c, h [T, B, H]. */
export function lstmForward(
  { xw, U, h0, c0, mask }: LstmInputs,
  { T, B, H }: RnnSize,
): { gates: Floats; c: Floats; h: Floats } {
  const gates = zerosLike(xw, T * B * 4 * H)
  const c = zerosLike(xw, T * B * H)
  const h = zerosLike(xw, T * B * H)
  const rows = new Int32Array(B)
  for (let t = 0; t < T; t++) {
    const at = t * B * H
    const p = t === 0 ? 0 : at - B * H
    const [hPrevious, cPrevious] = t === 0 ? [h0, c0] : [h, c]
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
        const i = sigmoid(gates[z])
        const f = sigmoid(gates[z + 1])
        const g = Math.tanh(gates[z + 2])
        const o = sigmoid(gates[z + 3])
        const state = f * cPrevious[p + j] + i * g
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
