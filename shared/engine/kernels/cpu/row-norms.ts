import { zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'

/** Euclidean norm of every row of x [N, D]; summed in double precision, so 10⁻³⁰ is still a number. */
export function rowNorms(x: Floats, N: number, D: number): Floats {
  const norms = zerosLike(x, N)
  for (let n = 0; n < N; n++) {
    let sum = 0
    for (let i = n * D; i < (n + 1) * D; i++) sum += x[i] * x[i]
    norms[n] = Math.sqrt(sum)
  }
  return norms
}
