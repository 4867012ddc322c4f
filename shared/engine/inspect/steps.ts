import type { ActivationName } from './activations.ts'
import type { Clamp, GateName } from './interventions.ts'
import type { Matrix, Vector } from './matrix.ts'

/** The weights of one layer in one direction. */
export interface PassWeights {
  /** The name that its parameters begin with, e.g. 'lstm1'. */
  name: string
  /** [D, G·H] and [H, G·H], columns interleaved by unit as in checkpoints. */
  W: Matrix
  U: Matrix
  /** [G·H] */
  b: Vector
  /** GRU: the bias of the recurrent part of n, [H]. */
  bu: Vector | null
  /** LSTM with peephole: p_i, p_f, p_o, [3, H]. */
  peephole: Matrix | null
  /** RNN: of the state. */
  activation: ActivationName
}

/** One gate of a step, every part of its sum by itself; all vectors [H]. z is the sum, value = activation(z). */
export interface GateTrace {
  name: GateName
  activation: ActivationName
  /** x W */
  fromInput: Vector
  /** h₋ U; of the GRU's n: r ⊙ (h₋ U + bu). */
  fromState: Vector
  /** LSTM with peephole: p ⊙ c₋ (i, f) or p ⊙ c (o). */
  fromCell: Vector | null
  bias: Vector
  z: Vector
  value: Vector
  /** 1 where an intervention holds the value, whatever z says. */
  held: Uint8Array | null
}

export interface State {
  h: Vector
  /** LSTM only. */
  c: Vector | null
}

/** What a step computes from x W and the state before. */
export interface StepValues {
  previous: State
  gates: GateTrace[]
  c: Vector | null
  tanhC: Vector | null
  h: Vector
  /** GRU: h₋ U_n + bu, which the reset gate multiplies. */
  q: Vector | null
  held: { h: Uint8Array | null; c: Uint8Array | null }
}

/** ∂L/∂ of a gate's value and of its sum. */
export interface GateSlopes {
  name: GateName
  dValue: Vector
  dz: Vector
}

/** What a step's gradient is made of. */
export interface StepSlopes {
  /** ∂L/∂c_t with all later timesteps, and what comes down through h_t and the peephole. */
  dc: Vector | null
  gates: GateSlopes[]
  /** ∂L/∂(x W) and ∂L/∂(h₋ U), [G·H] interleaved. Equal but for the GRU's n. */
  dInput: Vector
  dState: Vector
  /** ∂L/∂h₋ and ∂L/∂c₋ through this step. */
  previous: State
}

/** A recurrent cell as two functions, the second the lines of the first read upwards. */
export interface Cell {
  /** In the order of the columns. */
  gates: readonly GateName[]
  hasCellState: boolean
  forward(
    weights: PassWeights,
    xW: Vector,
    previous: State,
    clamp: (what: ClampName, values: Vector) => Held,
  ): StepValues
  /** dh: ∂L/∂h_t in all; dc: what reaches c_t from later steps. */
  backward(weights: PassWeights, step: StepValues, dh: Vector, dc: Vector | null): StepSlopes
}

type ClampName = Parameters<Clamp>[0]
type Held = Uint8Array | null
export type StepClamp = (what: ClampName, values: Vector) => Held

export function gateOf({ gates }: Pick<StepValues, 'gates'>, name: GateName): GateTrace {
  const found = gates.find((gate) => gate.name === name)
  if (!found) throw new RangeError(`inspect: no gate '${name}' among ${gates.map((gate) => gate.name).join(', ')}`)
  return found
}
