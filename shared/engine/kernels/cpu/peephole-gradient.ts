import { zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'
import { stepsOf } from './sequence.ts'
import type { SequenceSize } from './sequence.ts'

/** Σ dz_i ⊙ c_(t-1), Σ dz_f ⊙ c_(t-1), Σ dz_o ⊙ c_t over timesteps and sentences: [3, H]. See kernels.ts. */
export function peepholeGradient({ dz, c, c0 }: { dz: Floats; c: Floats; c0: Floats }, size: SequenceSize): Floats {
  const { B, H } = size
  const sums = new Float64Array(3 * H)
  for (const { at, before: p, first } of stepsOf(size)) {
    const previous = first ? c0 : c
    for (let b = 0; b < B * H; b += H)
      for (let j = 0; j < H; j++) {
        const z = 4 * (at + b + j)
        const cBefore = previous[p + b + j]
        sums[j] += dz[z] * cBefore
        sums[H + j] += dz[z + 1] * cBefore
        sums[2 * H + j] += dz[z + 3] * c[at + b + j]
      }
  }
  const gradient = zerosLike(dz, 3 * H)
  gradient.set(sums)
  return gradient
}
