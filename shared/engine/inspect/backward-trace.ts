import type { ParameterGradient } from './contributions.ts'
import { denseBackward } from './dense-backward.ts'
import type { DenseLayerBackward } from './dense-backward.ts'
import { released } from './interventions.ts'
import type { LookUp } from './look-up.ts'
import { crossEntropy, crossEntropySlope } from './loss.ts'
import { plus, rowTimesTransposed } from './matrix.ts'
import type { Vector } from './matrix.ts'
import { weightOf } from './model.ts'
import { passGradients, recurrentBackward } from './recurrent-backward.ts'
import type { PassBackward } from './recurrent-backward.ts'
import { outputAfter, refuseOtherThanForward } from './trace.ts'
import type { Output, Trace } from './trace.ts'

/** Back-propagation (through time) of one scalar, every number kept. */
export interface BackwardTrace {
  /** The word after which the scalar is taken; the last one unless asked otherwise. -1: the sentence is empty. */
  word: number
  dLogits: Vector
  dFeatures: Vector
  /** In the order of `trace.passes`. */
  passes: PassBackward[]
  /** Hidden layers of a feed-forward model, from the first. */
  dense: DenseLayerBackward[]
  /** ∂L/∂ of the vectors looked up, [word], in the order of `trace.lookUps`. */
  lookUps: { table: string; slopes: Vector[] }[]
  /** Of every parameter, in the order of the parameter list; the parts of each add up to its gradient. */
  gradients: ParameterGradient[]
}

/**
 * From the loss of a label backwards. This is the gradient of one sentence's own loss, as a batch of one would train it,
 * before clipping and without dropout.
 *
 * `at`: the loss that the sentence would have if it ended after that word (models that read forwards only); with all `at` this
 * gives the triangle "loss at step t, through step k".
 * @throws {RangeError} for an unknown label or word, or `at` with a model whose states know what follows.
 */
export function backwardTrace(
  trace: Trace,
  { label, at }: { label: number; at?: number },
): BackwardTrace & { label: number; loss: number } {
  const output = at === undefined ? trace : outputAfter(trace, at)
  const loss = crossEntropy(output.logits, label)
  return { label, loss, ...backwardFrom(trace, crossEntropySlope(output.logits, label), at) }
}

/** The same from any ∂/∂logits, e.g. a unit vector for the gradient of one logit. */
export function backwardFrom(trace: Trace, dLogits: Vector, at?: number): BackwardTrace {
  if (at !== undefined) refuseOtherThanForward(trace, 'a loss at an earlier word')
  const { model, dense } = trace
  const output: Output = at === undefined ? trace : outputAfter(trace, at)
  const word = at ?? trace.words.length - 1
  const W = weightOf(model, 'output.W')
  const dFeatures = rowTimesTransposed(dLogits, W)
  const none = { word: null, row: 0 }
  const head: ParameterGradient[] = [
    {
      ...{ parameter: 'output.W', rows: W.rows, columns: W.columns },
      terms: [{ ...none, left: output.features, right: dLogits }],
    },
    {
      ...{ parameter: 'output.b', rows: 1, columns: dLogits.length },
      terms: [{ ...none, left: Float64Array.of(1), right: dLogits }],
    },
  ]
  const common = { word, dLogits, dFeatures }
  if (dense) {
    const back = denseBackward(trace, dense, dFeatures)
    const lookUps = slopesOf(trace.lookUps, [back.lookedUp])
    const gradients = inOrder(trace, [...tables(trace, lookUps), ...back.gradients, ...head])
    return { ...common, passes: [], dense: back.layers, lookUps, gradients }
  }
  const { passes, lookedUp } = recurrentBackward(trace, dFeatures, word + 1)
  const lookUps = slopesOf(trace.lookUps, lookedUp)
  const own = trace.passes.flatMap((pass, n) => passGradients(pass, passes[n]))
  const gradients = inOrder(trace, [...tables(trace, lookUps), ...own, ...head])
  return { ...common, passes, dense: [], lookUps, gradients }
}

/** One table read by both directions collects from both. */
function slopesOf(lookUps: readonly LookUp[], lookedUp: Vector[][]): BackwardTrace['lookUps'] {
  if (lookUps.length === lookedUp.length) return lookUps.map(({ table }, n) => ({ table, slopes: lookedUp[n] }))
  const both = lookedUp[0].map((d, word) => plus(d, lookedUp[1][word]))
  return [{ table: lookUps[0].table, slopes: both }]
}

function tables({ model, lookUps }: Trace, slopes: BackwardTrace['lookUps']): ParameterGradient[] {
  return lookUps.map(({ table, rows: read, held }, n) => {
    const { rows, columns } = weightOf(model, table)
    const terms = slopes[n].slopes.map((slope, word) => {
      const right = released(slope, held[word])
      return { word, row: read[word], left: Float64Array.of(1), right }
    })
    return { parameter: table, rows, columns, terms }
  })
}

/** In the order of the parameter list; a parameter that no word touched has no terms. */
function inOrder({ model }: Trace, list: ParameterGradient[]): ParameterGradient[] {
  return Object.entries(model.weights).map(
    ([parameter, { rows, columns }]) =>
      list.find((one) => one.parameter === parameter) ?? { parameter, rows, columns, terms: [] },
  )
}

/** @throws {RangeError} when the model has no such parameter. */
export function gradientOf({ gradients }: Pick<BackwardTrace, 'gradients'>, parameter: string): ParameterGradient {
  const found = gradients.find((one) => one.parameter === parameter)
  if (!found) throw new RangeError(`inspect: the model has no parameter '${parameter}'`)
  return found
}
