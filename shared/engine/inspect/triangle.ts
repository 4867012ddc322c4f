import { backwardTrace } from './backward-trace.ts'
import type { ParameterGradient } from './contributions.ts'
import { norm } from './matrix.ts'
import type { Trace } from './trace.ts'

/**
 * How much each parameter would learn through word k, if the loss were taken after word t: the norms of the terms of
 * ∂L_t/∂θ through step k (Pascanu, Mikolov & Bengio 2013, arXiv 1211.5063, eq. 4). k > t is empty. A model that reads forwards
 * has a row per word; the last is what trains. The others have only that one.
 */
export interface Triangle {
  parameter: string
  /** Words after which a loss is taken. */
  losses: number[]
  words: number
  /** [row · words + k]; 0 where k lies after t. */
  norms: Float64Array<ArrayBuffer>
}

/** Whether losses at earlier words can be asked for. */
export const readsForwards = ({ model, passes }: Trace): boolean => passes.length > 0 && !model.spec.bidirectional

/**
 * The triangles of all parameters that are used word by word; yields after each row, for a back-propagation per word takes its
 * time in a long sentence.
 */
export function* contributionTriangles(
  trace: Trace,
  label: number,
): Generator<{ done: number; total: number }, Triangle[]> {
  const words = trace.words.length
  const losses = readsForwards(trace) ? trace.words.map(({ word }) => word) : [words - 1]
  const triangles = new Map<string, Triangle>()
  for (const [row, at] of losses.entries()) {
    const { gradients } = backwardTrace(trace, readsForwards(trace) ? { label, at } : { label })
    for (const gradient of gradients) {
      if (!gradient.terms.some(({ word }) => word !== null)) continue
      const { parameter } = gradient
      const of =
        triangles.get(parameter) ??
        ({ parameter, losses, words, norms: new Float64Array(losses.length * words) } satisfies Triangle)
      triangles.set(parameter, of)
      addNorms(gradient, of.norms.subarray(row * words, (row + 1) * words))
    }
    yield { done: row + 1, total: losses.length }
  }
  return [...triangles.values()]
}

/** Terms of one word lie in different rows of a parameter (peephole) or in one: their squares add up. */
function addNorms({ terms }: ParameterGradient, into: Float64Array): void {
  for (const { word, left, right } of terms)
    if (word !== null) into[word] = Math.hypot(into[word], norm(left) * norm(right))
}
