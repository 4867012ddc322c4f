import { activate, slopeOf } from './activations.ts'
import type { ActivationName } from './activations.ts'
import { released } from './interventions.ts'
import type { GateName } from './interventions.ts'
import { plus, times } from './matrix.ts'
import type { Vector } from './matrix.ts'
import type { GateSlopes, GateTrace, StepClamp } from './steps.ts'

/** Adds a gate's parts up, activates the sum, and holds what is held. */
export function gate(
  name: GateName,
  activation: ActivationName,
  parts: { fromInput: Vector; fromState: Vector; fromCell?: Vector | null; bias: Vector },
  clamp: StepClamp,
): GateTrace {
  const { fromInput, fromState, fromCell = null, bias } = parts
  const recurrent = plus(plus(fromInput, fromState), bias)
  const z = fromCell ? plus(recurrent, fromCell) : recurrent
  const value = activate(activation, z)
  const held = clamp(name, value)
  return { name, activation, fromInput, fromState, fromCell, bias, z, value, held }
}

/** From ∂L/∂value to ∂L/∂z; nothing passes where the value is held. */
export function gateSlopes({ name, activation, value, held }: GateTrace, dValue: Vector): GateSlopes {
  return { name, dValue, dz: released(times(dValue, slopeOf(activation, value)), held) }
}
