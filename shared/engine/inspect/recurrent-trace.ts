import { clampOf } from './interventions.ts'
import type { Direction, Intervention } from './interventions.ts'
import type { LookUp } from './look-up.ts'
import { plus, rowTimes, scaled } from './matrix.ts'
import type { Vector } from './matrix.ts'
import type { InspectedModel } from './model.ts'
import { cellOf, directionsOf, passWeights } from './passes.ts'
import type { PassWeights, State, StepValues } from './steps.ts'

/** One timestep of one layer in one direction. */
export interface StepTrace extends StepValues {
  /** Which word of the sentence is read. */
  word: number
  /** What the layer reads, [D]; null where a one-hot vector is looked up (then x W is the row itself). */
  x: Vector | null
}

/** A layer's way through the sentence. `steps` stand in the order of reading. */
export interface PassTrace {
  layer: number
  direction: Direction
  weights: PassWeights
  steps: StepTrace[]
}

/**
 * All passes: layer by layer from the first, direction by direction. The state starts at zero; padding is skipped. Where there
 * are two directions, a layer reads the states of both of the layer below, forward first.
 */
export function traceRecurrent(
  model: InspectedModel,
  lookUps: readonly LookUp[],
  interventions: readonly Intervention[],
): PassTrace[] {
  const { spec } = model
  const passes: PassTrace[] = []
  let below: PassTrace[] = []
  for (let layer = 1; layer <= spec.layers; layer++) {
    const oneHot = layer === 1 && spec.input.kind === 'one-hot'
    below = directionsOf(spec).map((direction) => {
      const lookedUp = lookUps.find((one) => one.direction === direction) ?? lookUps[0]
      const inputs = layer === 1 ? lookedUp.vectors : sideBySide(below.map(outputsOf))
      return tracePass(model, { layer, direction, inputs, oneHot }, interventions)
    })
    passes.push(...below)
  }
  return passes
}

function tracePass(
  model: InspectedModel,
  { layer, direction, inputs, oneHot }: { layer: number; direction: Direction; inputs: Vector[]; oneHot: boolean },
  interventions: readonly Intervention[],
): PassTrace {
  const cell = cellOf(model.spec)!
  const weights = passWeights(model, layer, direction)
  const clamp = clampOf(interventions, layer, direction)
  const zero = () => new Float64Array(model.spec.hidden)
  let previous: State = { h: zero(), c: cell.hasCellState ? zero() : null }
  const order = [...inputs.keys()]
  if (direction === 'reverse') order.reverse()
  const steps = order.map((word): StepTrace => {
    const x = oneHot ? null : inputs[word]
    const xW = x ? rowTimes(x, weights.W) : inputs[word]
    const values = cell.forward(weights, xW, previous, (what, held) => clamp(what, word, held))
    previous = { h: values.h, c: values.c }
    return { ...values, word, x }
  })
  return { layer, direction, weights, steps }
}

/** h by word, whatever the direction of reading. */
export function outputsOf({ steps }: PassTrace): Vector[] {
  const outputs: Vector[] = []
  for (const { word, h } of steps) outputs[word] = h
  return outputs
}

/** The passes whose states the output layer sees: the top layer's. */
export const topPasses = ({ spec, passes }: { spec: { layers: number }; passes: readonly PassTrace[] }): PassTrace[] =>
  passes.filter(({ layer }) => layer === spec.layers)

/**
 * What the output layer sees after `count` steps: the last state, or the mean of the states so far; directions side by side.
 * Zeros for an empty sentence.
 */
export function pooled({ spec }: Pick<InspectedModel, 'spec'>, passes: readonly PassTrace[], count: number): Vector {
  const parts = topPasses({ spec, passes }).map(({ steps }) => {
    const zero = new Float64Array(spec.hidden)
    if (count === 0) return [zero]
    if (spec.pooling !== 'mean') return [steps[count - 1].h]
    const sum = steps.slice(0, count).reduce<Vector>((total, { h }) => plus(total, h), zero)
    return [scaled(sum, 1 / count)]
  })
  return sideBySide(parts)[0]
}

/** [direction][word] → [word], the directions' numbers one after the other. */
function sideBySide(parts: readonly Vector[][]): Vector[] {
  if (parts.length === 1) return parts[0]
  return parts[0].map((_, word) => Float64Array.from(parts.flatMap((part) => Array.from(part[word]))))
}
