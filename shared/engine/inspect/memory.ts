import type { GateName } from './interventions.ts'
import type { Vector } from './matrix.ts'
import type { PassTrace } from './recurrent-trace.ts'
import { gateOf } from './steps.ts'
import type { Trace } from './trace.ts'

/**
 * How much of what a word wrote into the memory is still there at the end: the product of the keeping gates of all later
 * steps. LSTM: f multiplies c; GRU: z multiplies h. It is the direct path only: what comes round through the gates is in
 * ∂h_T/∂h_t (jacobian.ts).
 */
export interface WordMemory {
  word: number
  /** [H], 1 for the last word read. */
  left: Vector
  /** Over units: "12 % of 'not' is left". */
  mean: number
  /** The keeping gate itself at this word, [H]. */
  kept: Vector
}

/** How long the memory of a unit lasts, at the pace of this sentence. */
export interface UnitMemory {
  unit: number
  /** Geometric mean of the keeping gate over the steps, so that f^T is what is left after T of them. */
  kept: number
  /** Steps after which half is left, ln ½ / ln f; Infinity at f = 1, 0 at f = 0. */
  halfLife: number
  /** 1 / (1 - f) steps (Tallec & Ollivier 2018). */
  timeConstant: number
}

export interface Memory {
  gate: GateName
  /** In the order of the sentence. */
  words: WordMemory[]
  units: UnitMemory[]
}

/** Null for a simple RNN, which has no gate that keeps. */
export function memoryOf({ model }: Trace, { steps }: PassTrace): Memory | null {
  const gate = keepingGate(model.spec.cell)
  if (!gate) return null
  const H = model.spec.hidden
  const words: WordMemory[] = []
  let left: Vector = new Float64Array(H).fill(1)
  for (const step of steps.toReversed()) {
    const { value: kept } = gateOf(step, gate)
    words.push({ word: step.word, left, mean: left.reduce((sum, share) => sum + share, 0) / H, kept })
    left = left.map((share, unit) => share * kept[unit])
  }
  const units = Array.from({ length: H }, (_, unit) => {
    const logs = words.reduce((sum, { kept }) => sum + Math.log(kept[unit]), 0)
    const kept = words.length === 0 ? NaN : Math.exp(logs / words.length)
    return { unit, kept, halfLife: halfLifeOf(kept), timeConstant: 1 / (1 - kept) }
  })
  return { gate, words: words.sort((a, b) => a.word - b.word), units }
}

/** Steps after which half is left of what is multiplied by `kept` (0 to 1) at each. */
export function halfLifeOf(kept: number): number {
  return kept <= 0 ? 0 : kept >= 1 ? Infinity : Math.log(0.5) / Math.log(kept)
}

const keepingGate = (cell: string): GateName | null => (cell === 'lstm' ? 'f' : cell === 'gru' ? 'z' : null)
