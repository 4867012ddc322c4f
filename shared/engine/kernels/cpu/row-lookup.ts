import { zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'

/** y[n] = table[ids[n]] + bias where mask[n] is not 0, else 0. table [V, D], y [N, D]. */
export function rowLookup(table: Floats, D: number, ids: Int32Array, mask: Floats, bias?: Floats): Floats {
  const y = zerosLike(table, ids.length * D)
  for (let n = 0; n < ids.length; n++) {
    if (mask[n] === 0) continue
    const from = ids[n] * D
    const to = n * D
    if (bias) for (let j = 0; j < D; j++) y[to + j] = table[from + j] + bias[j]
    else for (let j = 0; j < D; j++) y[to + j] = table[from + j]
  }
  return y
}
