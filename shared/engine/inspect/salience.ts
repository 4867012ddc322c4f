import { backwardFrom } from './backward-trace.ts'
import { withoutWeights, withoutWord } from './interventions.ts'
import type { LookUp } from './look-up.ts'
import { logitFor } from './loss.ts'
import { dot, scaled } from './matrix.ts'
import type { Vector } from './matrix.ts'
import { quadrature } from './quadrature.ts'
import { trace, traceLookedUp } from './trace.ts'
import type { Output, Trace } from './trace.ts'

/** What each word did to the logit of a class; positive speaks for the class. */
export interface Salience {
  classIndex: number
  /** The logit of that class for the whole sentence. Two classes: z for class 1, -z for class 0. */
  logit: number
  byWord: number[]
}

/** The logit that speaks for a class (see `logitFor`). */
export const logitOf = ({ logits }: Output, classIndex: number): number =>
  dot(logits, logitFor(classIndex, logits.length))

/**
 * Gradient × input: Σ over components of x_t ⊙ ∂logit/∂x_t, x_t being the vector looked up for the word (one-hot input: its row
 * of W, which is the same as one-hot vector ⊙ gradient). Exact for a linear model only.
 */
export function gradientTimesInput(read: Trace, classIndex = read.predicted): Salience {
  return { classIndex, logit: logitOf(read, classIndex), byWord: products(read, read, classIndex) }
}

/** Leave-one-out: how much the logit falls when the word is taken out and the sentence closes up. */
export function leaveOneOut(read: Trace, classIndex = read.predicted): Salience {
  const ids = read.words.map(({ id }) => id)
  const logit = logitOf(read, classIndex)
  const held = withoutWeights(read.interventions)
  const byWord = ids.map((_, left) => {
    const shorter = trace(read.model, ids.toSpliced(left, 1), withoutWord(held, left))
    return logit - logitOf(shorter, classIndex)
  })
  return { classIndex, logit, byWord }
}

export interface IntegratedGradients extends Salience {
  /** The logit of the baseline: every word's vector 0. */
  baseline: number
  /** Σ byWord - (logit - baseline): 0 but for the error of the integral. */
  gap: number
  /** Forward and backward passes that it took. */
  passes: number
  /** Whether the gap is within the tolerance. */
  complete: boolean
}

/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017, arXiv 1703.01365): x_t ⊙ ∫₀¹ ∂logit/∂x_t (α x) dα, from all word vectors
 * 0 to the sentence. Complete: the words' shares add up to logit - baseline, which is checked; the interval is halved until
 * they do, to `tolerance` relative to the larger of the shares' sum and 1, or until 1,024 passes.
 */
export function integratedGradients(read: Trace, classIndex = read.predicted, tolerance = 1e-6): IntegratedGradients {
  const logit = logitOf(read, classIndex)
  const baseline = logitOf(along(read, 0), classIndex)
  const wanted = logit - baseline
  let passes = 0
  for (let panels = 1; ; panels *= 2) {
    const byWord = read.words.map(() => 0)
    for (const { at, weight } of quadrature(panels)) {
      products(along(read, at), read, classIndex).forEach((product, word) => (byWord[word] += weight * product))
      passes++
    }
    const gap = byWord.reduce((a, b) => a + b, 0) - wanted
    const size = byWord.reduce((sum, share) => sum + Math.abs(share), 0)
    const complete = Math.abs(gap) <= tolerance * Math.max(1, size)
    if (complete || passes >= 1024) return { classIndex, logit, byWord, baseline, gap, passes, complete }
  }
}

/** The sentence with every vector looked up multiplied by a number. */
function along({ model, words, lookUps, interventions }: Trace, alpha: number): Trace {
  const shrunk = lookUps.map((one): LookUp => ({ ...one, vectors: one.vectors.map((x) => scaled(x, alpha)) }))
  return traceLookedUp(model, words, shrunk, interventions)
}

/** Gradient at `where` times the vectors of `read`, by word. */
function products(where: Trace, read: Trace, classIndex: number): number[] {
  const { lookUps } = backwardFrom(where, logitFor(classIndex, where.logits.length))
  const ofWord = (vectors: Vector[], slopes: Vector[], word: number) => dot(vectors[word], slopes[word])
  return read.words.map(({ word }) =>
    read.lookUps.reduce((sum, { vectors }, n) => sum + ofWord(vectors, lookUps[n].slopes, word), 0),
  )
}
