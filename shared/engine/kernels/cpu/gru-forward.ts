import { sigmoid, zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { liveRows } from './live-rows.ts'
import { multiplyRows } from './product.ts'
import { stepsOf } from './sequence.ts'
import type { SequenceSize } from './sequence.ts'

export interface GruInputs {
  xw: Floats
  U: Floats
  bu: Floats
  h0: Floats
  mask: Floats
}

/** The GRU of kernels.ts over a whole sequence: gates [T, B, 4H] interleaved r, z, n, q; h [T, B, H]. */
export function gruForward({ xw, U, bu, h0, mask }: GruInputs, size: SequenceSize): { gates: Floats; h: Floats } {
  const { T, B, H } = size
  const gates = zerosLike(xw, T * B * 4 * H)
  const h = zerosLike(xw, T * B * H)
  const hU = zerosLike(xw, B * 3 * H)
  const rows = new Int32Array(B)
  for (const { t, at, before: p, first } of stepsOf(size)) {
    const previous = first ? h0 : h
    const count = liveRows(mask, t * B, B, rows)
    if (count < B) h.set(previous.subarray(p, p + B * H), at)
    multiplyRows({
      ...{ C: hU, c: 0, A: previous, a: p, aRow: H, aColumn: 1, B: U, K: H, N: 3 * H },
      ...{ rows, count, start: null, startAt: 0, startRow: 0 },
    })
    for (let k = 0; k < count; k++) {
      const row = rows[k] * H
      for (let j = row; j < row + H; j++) {
        const x = 3 * (at + j)
        const r = sigmoid(xw[x] + hU[3 * j])
        const z = sigmoid(xw[x + 1] + hU[3 * j + 1])
        const q = hU[3 * j + 2] + bu[j - row]
        const n = Math.tanh(xw[x + 2] + r * q)
        const y = 4 * (at + j)
        gates[y] = r
        gates[y + 1] = z
        gates[y + 2] = n
        gates[y + 3] = q
        h[at + j] = (1 - z) * n + z * previous[p + j]
      }
    }
  }
  return { gates, h }
}
