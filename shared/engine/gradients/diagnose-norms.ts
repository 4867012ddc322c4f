import type { DiagnosisInput, Finding } from './diagnosis.ts'
import { english, wordsOf } from './speech.ts'

/**
 * Clipping in nearly every step is no safety net but a hidden limit on the step size (google-research/flood-forecasting #298);
 * in none it does nothing.
 */
export const CLIPPED_ALWAYS = 0.9
export const CLIPPED_NEVER = 0.001
/** A gradient norm below this moves no 32-bit weight of ordinary size: the spacing of floats near 1 is 1.2·10⁻⁷. */
export const DEAD = 1e-8

/** That spacing, 2⁻²³. */
const SPACING = 2 ** -23

export function diagnoseClipping({ clippedShare, latest }: DiagnosisInput, speech = english): Finding[] {
  if (clippedShare === undefined) return []
  const { say, number, percent } = wordsOf(speech)
  const now = latest ? say.latestStep(number(latest.norm), number(latest.clipped)) : ''
  const text = (...sentences: string[]) => sentences.filter((sentence) => sentence !== '').join(' ')
  const rule = say.clippingRule(percent(CLIPPED_ALWAYS), percent(CLIPPED_NEVER))
  const share = percent(clippedShare)
  if (clippedShare >= CLIPPED_ALWAYS)
    return [
      {
        ...{ level: 'warning', title: say.alwaysClipped, rule },
        text: text(say.alwaysClippedText(share), now, say.raiseLimit),
      },
    ]
  return clippedShare <= CLIPPED_NEVER
    ? [{ level: 'note', title: say.neverClipped, text: text(say.neverClippedText, now), rule }]
    : [{ level: 'good', title: say.clipsPeaks, text: text(say.clipsPeaksText(share), now), rule }]
}

/** Gradients that have come to nothing, as a whole or in some parameter. */
export function diagnoseDeath({ latest }: DiagnosisInput, speech = english): Finding[] {
  if (!latest || !Number.isFinite(latest.norm)) return []
  const { say, number } = wordsOf(speech)
  const rule = say.deadRule(number(DEAD), number(SPACING))
  if (latest.norm < DEAD)
    return [{ level: 'warning', title: say.nothingLearned, text: say.nothingLearnedText(number(latest.norm)), rule }]
  const dead = Object.entries(latest.parameterNorms).filter(([, norm]) => norm < DEAD)
  if (dead.length === 0) return []
  const names = dead.map(([name, norm]) => `${name} (${number(norm)})`).join(', ')
  return [{ level: 'warning', title: say.standsStill, text: say.standsStillText(names), rule }]
}
