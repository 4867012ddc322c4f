import { heldUnits } from '../cells/held.ts'
import { slopeOf } from './activations.ts'
import type { ActivationName } from './activations.ts'
import type { GateName } from './interventions.ts'
import { cellOf } from './passes.ts'
import { gateOf } from './steps.ts'
import type { Trace } from './trace.ts'
import type { Direction } from './interventions.ts'

/** A gate counts as shut below the first and open above the second: a convention, known to us second-hand from Karpathy,
 * Johnson & Fei-Fei 2015 (arXiv 1506.02078). */
export const shutBelow = 0.1
export const openAbove = 0.9

/** One unit's gate over all words of the sentences looked at: a dot of the saturation scatter. */
export interface GateSaturation {
  gate: GateName
  unit: number
  /** Shares of time from 0 to 1. */
  shut: number
  open: number
}

/**
 * Share of time that each unit's sigmoid gates spend below 0.1 and above 0.9. Forget gates on the right: long-term
 * integrators; all in the middle: unused gates. Empty for an RNN. A gate that a clamp of
 * the spec holds has learnt nothing and is left out.
 */
export function gateSaturation(
  traces: readonly Trace[],
  { layer, direction = 'forward' }: { layer: number; direction?: Direction },
): GateSaturation[] {
  const steps = stepsOf(traces, layer, direction)
  if (steps.length === 0) return []
  const sigmoids = steps[0].gates.filter(({ activation }) => activation === 'sigmoid')
  const isHeld = heldIn(traces[0], layer, direction)
  return sigmoids.flatMap(({ name, value }) =>
    Array.from(value.keys()).flatMap((unit) => {
      if (isHeld(name, unit)) return []
      const values = steps.map((step) => gateOf(step, name).value[unit])
      const share = (is: (value: number) => boolean) => values.filter(is).length / values.length
      return { gate: name, unit, shut: share((v) => v < shutBelow), open: share((v) => v > openAbove) }
    }),
  )
}

/** A tanh whose slope is below this passes hardly any gradient on: |value| > 0.949. */
export const saturatedSlope = 0.1
/** A unit that saturates in this share of the steps counts as saturated. */
export const saturatedShare = 0.9
/** A unit whose value moves by less than this over all steps says the same of every word. */
export const constantRange = 1e-3

/** How one unit's activation fares over all words of the sentences looked at. */
export interface UnitHealth {
  unit: number
  min: number
  max: number
  mean: number
  /** Share of steps at which the slope is below 0.1 (tanh) or 0 (relu). */
  flat: number
  /**
   * dead: a relu that is 0 throughout, so that no gradient reaches it. saturated: a tanh at an end nearly throughout.
   * constant: the value hardly moves. After cs231n, neural networks part 3 (activation distributions per layer).
   */
  verdict: 'dead' | 'saturated' | 'constant' | 'alive'
}

/**
 * The state of an RNN, the candidate of an LSTM (g) or GRU (n), a hidden layer of an ANN: what the gradient has to get
 * through; what a clamp of the spec holds is left out. More than a few sentences are needed for a verdict: a unit may be silent in one and speak in the next.
 */
export function unitHealth(
  traces: readonly Trace[],
  { layer, direction = 'forward' }: { layer: number; direction?: Direction },
): UnitHealth[] {
  const samples = samplesOf(traces, layer, direction)
  if (samples.length === 0) return []
  const isHeld = heldIn(traces[0], layer, direction)
  return Array.from(samples[0].value.keys()).flatMap((unit) => {
    if (['h', 'g', 'n'].some((gate) => isHeld(gate, unit))) return []
    const values = samples.map(({ value }) => value[unit])
    const { activation } = samples[0]
    const limit = activation === 'relu' ? 0 : saturatedSlope
    const flat = slopeOf(activation, Float64Array.from(values)).filter((slope) => slope <= limit).length / values.length
    const [min, max] = [Math.min(...values), Math.max(...values)]
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    return {
      unit,
      min,
      max,
      mean,
      flat,
      verdict: verdictOf(activation, { flat, range: max - min, count: values.length }),
    }
  })
}

function verdictOf(
  activation: ActivationName,
  { flat, range, count }: { flat: number; range: number; count: number },
): UnitHealth['verdict'] {
  if (activation === 'relu' && flat === 1) return 'dead'
  if (activation === 'tanh' && flat >= saturatedShare) return 'saturated'
  return count > 1 && range < constantRange ? 'constant' : 'alive'
}

function samplesOf(
  traces: readonly Trace[],
  layer: number,
  direction: Direction,
): { activation: ActivationName; value: Float64Array }[] {
  if (traces.length > 0 && !cellOf(traces[0].model.spec))
    return traces.map(({ dense }) => {
      const { activation, h } = dense!.layers[layer - 1]
      return { activation, value: h }
    })
  return stepsOf(traces, layer, direction).map(({ gates }) => {
    const { activation, value } = gates.find((gate) => ['h', 'g', 'n'].includes(gate.name))!
    return { activation, value }
  })
}

/** Whether a clamp of the spec holds a gate of that layer. */
function heldIn({ model }: Trace, layer: number, direction: Direction): (gate: string, unit: number) => boolean {
  const here = heldUnits(model.spec).filter((one) => one.layer === layer && one.reverse === (direction === 'reverse'))
  const held = new Set(here.map(({ gate, unit }) => `${gate} ${unit}`))
  return (gate, unit) => held.has(`${gate} ${unit}`)
}

const stepsOf = (traces: readonly Trace[], layer: number, direction: Direction) =>
  traces.flatMap(({ passes }) =>
    passes.filter((pass) => pass.layer === layer && pass.direction === direction).flatMap(({ steps }) => steps),
  )
