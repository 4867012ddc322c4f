import type { DiagnosisInput, Finding } from './diagnosis.ts'
import { inPercent, inWords } from './numbers-in-words.ts'

/**
 * Clipping in nearly every step is no safety net but a hidden limit on the step size (google-research/flood-forecasting #298);
 * in none it does nothing.
 */
export const CLIPPED_ALWAYS = 0.9
export const CLIPPED_NEVER = 0.001
/** A gradient norm below this moves no 32-bit weight of ordinary size: the spacing of floats near 1 is 1.2·10⁻⁷. */
export const DEAD = 1e-8

/** The thresholds above in words. */
const rules = {
  clipping: `too often from ${inPercent(CLIPPED_ALWAYS)} of the steps on (flood-forecasting, issue 298), never up to ${inPercent(CLIPPED_NEVER)}.`,
  dead: `below ${inWords(DEAD)}: 32-bit floats near 1 lie 1.2·10⁻⁷ apart (IEEE 754).`,
}

export function diagnoseClipping({ clippedShare, latest }: DiagnosisInput): Finding[] {
  if (clippedShare === undefined) return []
  const now = latest ? ` In the latest step: ${inWords(latest.norm)} before, ${inWords(latest.clipped)} after.` : ''
  if (clippedShare >= CLIPPED_ALWAYS)
    return [
      {
        level: 'warning',
        title: 'Clipping limits nearly every step',
        text:
          `The gradient was clipped in ${inPercent(clippedShare)} of the recorded steps, so the limit sets the step size ` +
          `rather than the gradient.${now} Raise the limit to about the usual norm, or lower the learning rate instead.`,
        rule: rules.clipping,
      },
    ]
  if (clippedShare <= CLIPPED_NEVER)
    return [
      {
        level: 'note',
        title: 'Clipping never engaged',
        text: `No gradient came up to the limit, so clipping has changed nothing so far.${now}`,
        rule: rules.clipping,
      },
    ]
  return [
    {
      level: 'good',
      title: 'Clipping catches the peaks',
      text: `The gradient was clipped in ${inPercent(clippedShare)} of the recorded steps.${now}`,
      rule: rules.clipping,
    },
  ]
}

/** Gradients that have come to nothing, as a whole or in some parameter. */
export function diagnoseDeath({ latest }: DiagnosisInput): Finding[] {
  if (!latest || !Number.isFinite(latest.norm)) return []
  if (latest.norm < DEAD)
    return [
      {
        level: 'warning',
        title: 'Nothing is learned any more',
        text:
          `The global gradient norm is ${inWords(latest.norm)}: too small to change a weight. Either every sentence is ` +
          'answered with certainty, or the units are saturated; a smaller learning rate from the start avoids the latter.',
        rule: rules.dead,
      },
    ]
  const dead = Object.entries(latest.parameterNorms).filter(([, norm]) => norm < DEAD)
  if (dead.length === 0) return []
  const names = dead.map(([name, norm]) => `${name} (${inWords(norm)})`).join(', ')
  return [
    {
      level: 'warning',
      title: 'Part of the model stands still',
      text: `The gradient is as good as zero in ${names}, while the others still learn: its units are saturated or cut off.`,
      rule: rules.dead,
    },
  ]
}
