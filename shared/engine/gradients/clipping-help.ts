import { english, wordsOf } from './speech.ts'
import type { Finding } from './diagnosis.ts'

/** What clipping did to a run. */
export interface ClippingFacts {
  steps: number
  /** Mean of the norm before clipping: what Pascanu, Mikolov & Bengio 2013 (section 3.2) set the threshold by. */
  meanNorm: number
  /** Share of the steps in which the gradient was made smaller. */
  share: number
  /** Mean of after / before over the clipped steps; null where none was clipped. */
  meanFactor: number | null
  /** Half to ten times the average norm, the range in which they found training to converge. */
  range: [number, number]
}

/** Rounding of 32 bits is no clipping. */
const ROUNDING = 1e-5

/** @returns null before anything has been recorded. Norms that are not finite are left out. */
export function clippingFacts(before: ArrayLike<number>, after: ArrayLike<number>): ClippingFacts | null {
  let [steps, sum, clipped, factors] = [0, 0, 0, 0]
  for (let i = 0; i < before.length; i++) {
    if (!Number.isFinite(before[i]) || !Number.isFinite(after[i])) continue
    steps++
    sum += before[i]
    if (after[i] >= before[i] * (1 - ROUNDING)) continue
    clipped++
    factors += after[i] / before[i]
  }
  if (steps === 0) return null
  const meanNorm = sum / steps
  return {
    ...{ steps, meanNorm, share: clipped / steps },
    meanFactor: clipped === 0 ? null : factors / clipped,
    range: [meanNorm / 2, meanNorm * 10],
  }
}

/** What the threshold of a run is beside the range that is known to work. */
export function adviseClipping(
  { meanNorm, range: [low, high], share }: ClippingFacts,
  limit: number | null,
  speech = english,
): Finding {
  const { say, number, percent } = wordsOf(speech)
  const norm = number(meanNorm)
  if (limit === null) return { level: 'note', title: say.offIs, text: say.offText(norm, number(low), number(high)) }
  const finding = (level: Finding['level'], title: string, text: string): Finding => ({
    ...{ level, title },
    text: `${text} ${say.converges(number(low), number(high))}`,
  })
  const now = number(limit)
  if (limit < low) return finding('warning', say.tight, say.tightText(now, norm, percent(share)))
  if (limit > high) return finding('note', say.thresholdFar, say.thresholdFarText(now, norm))
  return finding('good', say.thresholdFits, say.thresholdFitsText(now, norm))
}
