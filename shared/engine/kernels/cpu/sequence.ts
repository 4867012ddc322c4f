/** The sizes of a recurrent kernel's arrays, and which way time runs (`reverse` in kernels.ts). */
export interface SequenceSize {
  T: number
  B: number
  H: number
  reverse?: boolean
}

/** One timestep as offsets into arrays [T, B, H]: its own, and that of the step before it. */
export interface Step {
  t: number
  at: number
  /** Offset of the earlier state; 0 where that is the initial state. */
  before: number
  first: boolean
}

/** The timesteps in the order in which the way forward takes them. */
export const stepsOf = ({ T, B, H, reverse = false }: SequenceSize): Step[] =>
  Array.from({ length: T }, (_, n) => {
    const t = reverse ? T - 1 - n : n
    const before = n === 0 ? 0 : (reverse ? t + 1 : t - 1) * B * H
    return { t, at: t * B * H, before, first: n === 0 }
  })
