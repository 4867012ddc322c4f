import { zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'

/** dRows[r] = Σ dy[positions[k]] for k in starts[r] .. starts[r+1). dy [N, D]; answers dRows [C, D]. See kernels.ts. */
export function embeddingBackward(dy: Floats, starts: Int32Array, positions: Int32Array, D: number): Floats {
  const C = starts.length - 1
  const dRows = zerosLike(dy, C * D)
  for (let r = 0; r < C; r++) {
    const to = r * D
    for (let k = starts[r]; k < starts[r + 1]; k++) {
      const from = positions[k] * D
      for (let j = 0; j < D; j++) dRows[to + j] += dy[from + j]
    }
  }
  return dRows
}
