import { z } from 'zod'
import type { CellKind } from './spec.ts'

/** A gate, or a state: h, and the cell state c of an LSTM. The gates of cells: LSTM i, f, g, o; GRU r, z, n. */
export const heldKinds = ['i', 'f', 'g', 'o', 'r', 'z', 'n', 'h', 'c'] as const
export type HeldKind = (typeof heldKinds)[number]
/** What has weights of its own: the gates, and the one sum of an RNN or a hidden layer of an ANN ('h'). */
export type HeldGate = Exclude<HeldKind, 'c'>

/** A gate or state that keeps one value at every word, before, during and after training. */
export const clampSpec = z.strictObject({
  what: z.enum(heldKinds),
  /** From 0. */
  unit: z.union([z.literal('all'), z.int().min(0).max(1023)]),
  value: z.number().min(-1000).max(1000),
  /** From 1. */
  layer: z.int().min(1).max(4).default(1),
  direction: z.enum(['forward', 'reverse']).default('forward'),
})
export type ClampSpec = z.infer<typeof clampSpec>
export const MOST_CLAMPS = 24

/** None; frozen, so that nobody adds to the default of all models. */
export const noClamps = Object.freeze([]) as unknown as ClampSpec[]

interface Clamped {
  cell: CellKind
  hidden: number
  layers: number
  activation: 'tanh' | 'relu'
  bidirectional: boolean
  clamps: readonly ClampSpec[]
}

/** What of a cell can be held, gates first. */
export function heldKindsOf(cell: CellKind): readonly HeldKind[] {
  if (cell === 'lstm') return ['i', 'f', 'g', 'o', 'c', 'h']
  return cell === 'gru' ? ['r', 'z', 'n', 'h'] : ['h']
}

/** The values that can be held: what the cell can reach by itself. */
export function limitsOfHeld({ cell, activation }: Pick<Clamped, 'cell' | 'activation'>, what: HeldKind): Limits {
  if (['i', 'f', 'o', 'r', 'z'].includes(what)) return { min: 0, max: 1 }
  if (cell === 'lstm' && what === 'h') return { min: -LARGEST_LSTM_STATE, max: LARGEST_LSTM_STATE }
  return activation === 'relu' && what === 'h' ? { min: 0, max: 1000 } : { min: -1, max: 1 }
}
interface Limits {
  min: number
  max: number
}
/** h = tanh c with the cell state c = g, which is below 1: just under tanh 1. */
const LARGEST_LSTM_STATE = 0.76

/**
 * A held state is made of held gates, so that every device computes it with the kernels it has:
 *
 *   LSTM  c = v: f 0, i 1, g v (nothing is kept, v is written anew)        h = v: those with g artanh v, and o 1
 *   GRU   h = v: z 0, n v (the state is the candidate)                     RNN, ANN: the one sum
 */
export function heldGates(cell: CellKind, { what, value }: Pick<ClampSpec, 'what' | 'value'>): [HeldGate, number][] {
  if (cell === 'lstm' && what === 'c') return [...written, ['g', value]]
  if (cell === 'lstm' && what === 'h') return [...written, ['g', Math.atanh(value)], ['o', 1]]
  if (cell === 'gru' && what === 'h')
    return [
      ['z', 0],
      ['n', value],
    ]
  return [[what as HeldGate, value]]
}
const written: [HeldGate, number][] = [
  ['f', 0],
  ['i', 1],
]

/** What keeps clamps from fitting a model, in words, with the place in the list. */
export function clampComplaints(model: Clamped): { at: number; message: string }[] {
  const { cell, hidden, layers, bidirectional, clamps } = model
  const taken = new Set<string>()
  return clamps.flatMap((clamp, at) => {
    const { what, unit, value, layer, direction } = clamp
    const complaint = (message: string) => [{ at, message }]
    if (!heldKindsOf(cell).includes(what))
      return complaint(`This cell has no '${what}' to hold, only ${heldKindsOf(cell).join(', ')}`)
    if (layer > layers) return complaint(`There is no layer ${layer}; the model has ${layers}`)
    if (direction === 'reverse' && !bidirectional) return complaint('The model does not read backwards')
    if (unit !== 'all' && unit >= hidden) return complaint(`There is no unit ${unit + 1}; a layer has ${hidden}`)
    const { min, max } = limitsOfHeld(model, what)
    if (value < min || value > max) return complaint(`'${what}' can be held from ${min} to ${max}, not at ${value}`)
    const units = unit === 'all' ? Array.from({ length: hidden }, (_, j) => j) : [unit]
    const gates = heldGates(cell, clamp).flatMap(([gate]) => units.map((j) => `${layer} ${direction} ${gate} ${j}`))
    if (gates.some((gate) => taken.has(gate))) return complaint(`'${what}' is held by another clamp already`)
    for (const gate of gates) taken.add(gate)
    return []
  })
}
