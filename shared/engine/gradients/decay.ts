import type { GradientDecay } from '../../contract/experiment.ts'
import { rootMeanSquare } from './norms.ts'
import type { SentenceNorms } from './norms.ts'

/**
 * How the gradient fades from the last word towards the first.
 *
 * perWord: the geometric mean of g_k / g_(k+1) over all neighbouring words of all sentences, the ratio that the regulariser
 * of Pascanu, Mikolov & Bengio 2013 (arXiv 1211.5063, eq. 9) holds at 1. halfLife: ln ½ / ln perWord, in words.
 * firstToLast: the median over sentences of g_first / g_last. Norms of 0 (underflow, saturated units) are left out of the
 * ratios. byTimestep, byDistance: root mean squares over the sentences that have such a word, so that at a distance which few
 * sentences reach they are those few's alone, and may be far from firstToLast. Null where nothing is left, or (halfLife) where the norm does not shrink.
 */
export function decayOf(of: 'h' | 'x', sentences: SentenceNorms, T: number): GradientDecay {
  let logs = 0
  let pairs = 0
  const ends: number[] = []
  for (const g of sentences) {
    for (let k = 0; k + 1 < g.length; k++)
      if (g[k] > 0 && g[k + 1] > 0) {
        logs += Math.log(g[k]) - Math.log(g[k + 1])
        pairs++
      }
    if (g.length > 1 && g[g.length - 1] > 0) ends.push(g[0] / g[g.length - 1])
  }
  const perWord = pairs === 0 ? null : Math.exp(logs / pairs)
  return {
    of,
    perWord: finite(perWord),
    halfLife: perWord !== null && perWord < 1 ? finite(Math.log(0.5) / Math.log(perWord)) : null,
    firstToLast: finite(median(ends)),
    byTimestep: rootMeanSquare(sentences, T, 'first').map(finite),
    byDistance: rootMeanSquare(sentences, T, 'last').map(finite),
  }
}

function median(values: number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const finite = (x: number | null): number | null => (x !== null && Number.isFinite(x) ? x : null)
