import type { ParameterGradient, Term } from './contributions.ts'
import type { Direction } from './interventions.ts'
import { pick, plus, rowTimesTransposed, scaled, times } from './matrix.ts'
import type { Vector } from './matrix.ts'
import { cellOf } from './passes.ts'
import type { PassTrace, StepTrace } from './recurrent-trace.ts'
import type { State, StepSlopes } from './steps.ts'
import type { Trace } from './trace.ts'

/** The gradients of one timestep, read against the trace of that step. All by the loss in question. */
export interface StepBackward extends Omit<StepSlopes, 'previous'> {
  word: number
  /** What reaches h_t from the layer above or the output layer, and what from later timesteps of this layer. */
  dhOutside: Vector
  dhLater: Vector
  /** ∂L/∂h_t: their sum. */
  dh: Vector
  /** ∂L/∂x_t through this step, [D]; one-hot input: of the row that was looked up. */
  dx: Vector
  /** ∂L/∂h_(t-1) and ∂L/∂c_(t-1) through this step. */
  previous: State
}

export interface PassBackward {
  layer: number
  direction: Direction
  /** In the order of reading, as in the trace; steps after the one that the loss is taken at are left out. */
  steps: StepBackward[]
}

/** All passes in the order of the trace, and ∂L/∂ of the vectors looked up by [direction][word]. */
export function recurrentBackward(
  trace: Trace,
  dFeatures: Vector,
  count: number,
): { passes: PassBackward[]; lookedUp: Vector[][] } {
  const { spec } = trace.model
  const { hidden: H, layers, pooling } = spec
  const directions = spec.bidirectional ? 2 : 1
  let outside = Array.from({ length: directions }, (_, d) => {
    const part = dFeatures.slice(d * H, (d + 1) * H)
    const each = pooling === 'mean' ? scaled(part, 1 / count) : null
    return (step: number): Vector => each ?? (step === count - 1 ? part : new Float64Array(H))
  })
  const passes: PassBackward[] = []
  let dx: Vector[][] = []
  for (let layer = layers; layer >= 1; layer--) {
    const here = trace.passes.filter((pass) => pass.layer === layer)
    const backs = here.map((pass, d) => passBackward(trace, pass, count, outside[d]))
    passes.unshift(...backs)
    dx = backs.map(byWord)
    if (layer === 1) break
    // Both directions read the states of both directions below.
    const both = dx.length === 1 ? dx[0] : dx[0].map((d, word) => plus(d, dx[1][word]))
    const below = trace.passes.filter((pass) => pass.layer === layer - 1)
    outside = below.map(
      ({ steps }, d) =>
        (step) =>
          both[steps[step].word].slice(d * H, (d + 1) * H),
    )
  }
  return { passes, lookedUp: dx }
}

function passBackward(
  { model }: Trace,
  { layer, direction, steps, weights }: PassTrace,
  count: number,
  outside: (step: number) => Vector,
): PassBackward {
  const cell = cellOf(model.spec)!
  const back: StepBackward[] = []
  let later: State = { h: new Float64Array(model.spec.hidden), c: null }
  for (let step = count - 1; step >= 0; step--) {
    const here = steps[step]
    const dhOutside = outside(step)
    const dh = plus(dhOutside, later.h)
    const slopes = cell.backward(weights, here, dh, later.c)
    const dx = here.x ? rowTimesTransposed(slopes.dInput, weights.W) : slopes.dInput
    back.unshift({ ...slopes, word: here.word, dhOutside, dhLater: later.h, dh, dx })
    later = slopes.previous
  }
  return { layer, direction, steps: back }
}

function byWord({ steps }: PassBackward): Vector[] {
  const dx: Vector[] = []
  for (const step of steps) dx[step.word] = step.dx
  return dx
}

/** The terms of W (where it is no look-up), U, b, and what else the cell has. */
export function passGradients({ steps, weights }: PassTrace, back: PassBackward): ParameterGradient[] {
  const { name, W, U, b, bu, peephole } = weights
  const each = (make: (here: StepTrace, back: StepBackward) => Omit<Term, 'word'>[]): Term[] =>
    back.steps.flatMap((slopes, k) => make(steps[k], slopes).map((term) => ({ word: slopes.word, ...term })))
  const gradient = (short: string, [rows, columns]: [number, number], terms: Term[]): ParameterGradient => ({
    ...{ parameter: `${name}.${short}`, rows, columns, terms },
  })
  const list: ParameterGradient[] = []
  if (steps.some(({ x }) => x))
    list.push(
      gradient(
        'W',
        [W.rows, W.columns],
        each(({ x }, { dInput }) => [{ row: 0, left: x!, right: dInput }]),
      ),
    )
  list.push(
    gradient(
      'U',
      [U.rows, U.columns],
      each(({ previous }, { dState }) => [{ row: 0, left: previous.h, right: dState }]),
    ),
    gradient(
      'b',
      [1, b.length],
      each((_, { dInput }) => [one(0, dInput)]),
    ),
  )
  if (bu)
    list.push(
      gradient(
        'bu',
        [1, bu.length],
        each((_, { dState }) => [one(0, pick(dState, 3, 2))]),
      ),
    )
  if (peephole) list.push(gradient('P', [3, peephole.columns], each(peepholeTerms)))
  return list
}

/** p_i and p_f are multiplied by c₋, p_o by c. */
function peepholeTerms({ previous, c }: StepTrace, { gates }: StepBackward): Omit<Term, 'word'>[] {
  const [i, f, , o] = gates
  return [one(0, times(i.dz, previous.c!)), one(1, times(f.dz, previous.c!)), one(2, times(o.dz, c!))]
}

const one = (row: number, right: Vector): Omit<Term, 'word'> => ({ row, left: Float64Array.of(1), right })
