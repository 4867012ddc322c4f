import { traceDense } from './dense-trace.ts'
import type { DenseTrace } from './dense-trace.ts'
import { heldBySpec } from './held-by-spec.ts'
import { applyToWeights, refuseUnknown } from './interventions.ts'
import type { Intervention } from './interventions.ts'
import { lookUp, placeWords } from './look-up.ts'
import type { LookUp, TracedWord } from './look-up.ts'
import { crossEntropy, predictedClass, probabilitiesOf } from './loss.ts'
import { plus, rowTimes } from './matrix.ts'
import type { Vector } from './matrix.ts'
import { weightOf } from './model.ts'
import type { InspectedModel } from './model.ts'
import { cellOf } from './passes.ts'
import { pooled, traceRecurrent } from './recurrent-trace.ts'
import type { PassTrace } from './recurrent-trace.ts'

/** What the output layer says: logits = features W + b. K = 1 for two classes. */
export interface Output {
  /** [H], both directions side by side where there are two. */
  features: Vector
  logits: Vector
  /** By class; they add up to 1. */
  probabilities: Vector
  predicted: number
}

/** Every number of a forward pass over one sentence. Dropout is not applied: this is the model that answers. */
export interface Trace extends Output {
  /** With the changed weights, where interventions change any. */
  model: InspectedModel
  interventions: readonly Intervention[]
  words: TracedWord[]
  lookUps: LookUp[]
  /** Recurrent models: layer by layer, direction by direction. Empty for the others. */
  passes: PassTrace[]
  /** Feed-forward models. */
  dense: DenseTrace | null
}

/**
 * Reads a sentence in double precision and keeps every value. The clamps of the model's spec come before all interventions. `ids` are the tokens without padding, already truncated to
 * maxLength (shared/text/encode.ts).
 * @throws {RangeError} when the sentence is too long, an id unknown, or an intervention speaks of what is not there.
 */
export function trace(
  model: InspectedModel,
  ids: ArrayLike<number>,
  interventions: readonly Intervention[] = [],
): Trace {
  const cell = cellOf(model.spec)
  const states = cell?.hasCellState ? (['h', 'c'] as const) : (['h'] as const)
  refuseUnknown(interventions, { layers: model.spec.layers, gates: cell?.gates ?? [], states })
  const changed = applyToWeights(model, interventions)
  const words = placeWords(changed, ids)
  return traceLookedUp(changed, words, lookUp(changed, words, interventions), interventions)
}

/** The same from weights already changed and vectors already looked up: what integrated gradients walk along. */
export function traceLookedUp(
  model: InspectedModel,
  words: TracedWord[],
  lookUps: LookUp[],
  interventions: readonly Intervention[] = [],
): Trace {
  const held = [...heldBySpec(model.spec), ...interventions]
  if (!cellOf(model.spec)) {
    const dense = traceDense(model, words, lookUps[0], held)
    return { model, interventions, words, lookUps, passes: [], dense, ...outputOf(model, dense.layers.at(-1)!.h) }
  }
  const passes = traceRecurrent(model, lookUps, held)
  return {
    model,
    interventions,
    words,
    lookUps,
    passes,
    dense: null,
    ...outputOf(model, pooled(model, passes, words.length)),
  }
}

/**
 * What the model would say if the sentence ended after `word`. Models that read forwards only: their states do not know what
 * follows. For the others trace the shorter sentence.
 */
export function outputAfter(trace: Trace, word: number): Output {
  refuseOtherThanForward(trace, 'an answer after each word')
  if (!trace.words[word]) throw new RangeError(`inspect: the sentence has no word ${word}`)
  return outputOf(trace.model, pooled(trace.model, trace.passes, word + 1))
}

/** @throws {RangeError} for models whose trace of a sentence does not contain those of its beginnings. */
export function refuseOtherThanForward({ passes, model }: Trace, what: string): void {
  if (passes.length === 0 || model.spec.bidirectional)
    throw new RangeError(`inspect: ${what} needs a model that reads forwards; trace the shorter sentence instead`)
}

/** Cross-entropy of a label in nats. */
export const lossOf = ({ logits }: Output, label: number): number => crossEntropy(logits, label)

function outputOf(model: InspectedModel, features: Vector): Output {
  const logits = plus(rowTimes(features, weightOf(model, 'output.W')), weightOf(model, 'output.b').values)
  return { features, logits, probabilities: probabilitiesOf(logits), predicted: predictedClass(logits) }
}
