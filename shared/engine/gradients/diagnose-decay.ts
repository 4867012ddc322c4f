import type { CellKind } from '../../contract/spec.ts'
import type { DiagnosisInput, Finding } from './diagnosis.ts'
import { english, wordsOf } from './speech.ts'
import type { DiagnosisSpeech } from './speech.ts'

/**
 * Below this share of the last word's gradient, the first word hardly moves a weight: its part of a weight's gradient is
 * lost beside a typical update of a thousandth of the weight (cs231n notes, part 3: updates of about 1e-3 of the weights).
 */
export const VANISHED = 1e-3
/** Above this the first word outweighs the last as clearly as the other is lost: the reciprocal. */
export const EXPLODED = 1e3
/**
 * A factor this close to 1 per word keeps the norm, which is what the regulariser of Pascanu, Mikolov & Bengio 2013
 * (arXiv 1211.5063, section 3.3) aims at: within it, half is left after 13 words or more.
 */
export const NORM_KEPT = 0.05

/**
 * Vanishing, exploding or healthy, from the first word to the last; recurrent cells only. It speaks of the median
 * over sentences, each against its own last word (`decayOf`); the curve beside it is a root mean square by distance, whose far end
 * only the longest sentences reach.
 */
export function diagnoseDecay({ cell, decay }: DiagnosisInput, speech = english): Finding[] {
  if (!decay || decay.perWord === null || decay.firstToLast === null) return []
  const { perWord, halfLife, firstToLast } = decay
  const { say, number, percent } = wordsOf(speech)
  const ends = say.ends(number(firstToLast))
  if (decay.of === 'x') {
    const text = cell === 'ann-mean' ? say.averaged(ends) : say.direct(ends)
    return [{ level: 'good', title: say.noChain, text }]
  }
  const pace = perWord <= 1 ? say.keeps(percent(perWord)) : say.multiplies(number(perWord))
  const each = halfLife === null ? pace : say.half(pace, number(halfLife))
  if (firstToLast < VANISHED)
    return [
      {
        ...{ level: 'warning', title: say.vanishes, text: say.vanishesText(ends, each, remedy(cell, speech)) },
        rule: say.vanishesRule(number(VANISHED)),
      },
    ]
  if (firstToLast > EXPLODED)
    return [
      {
        ...{ level: 'warning', title: say.explodes, text: say.explodesText(number(firstToLast), pace) },
        rule: say.explodesRule(number(EXPLODED)),
      },
    ]
  if (Math.abs(perWord - 1) <= NORM_KEPT)
    return [
      {
        ...{ level: 'good', title: say.reaches, text: say.reachesText(ends, each) },
        rule: say.reachesRule(percent(NORM_KEPT)),
      },
    ]
  const rule = say.betweenRule(percent(NORM_KEPT), number(VANISHED), number(EXPLODED))
  return perWord < 1
    ? [{ level: 'note', title: say.fades, text: say.fadesText(ends, each), rule }]
    : [{ level: 'note', title: say.grows, text: say.growsText(ends, each), rule }]
}

function remedy(cell: CellKind, { say: { diagnoses: say } }: DiagnosisSpeech): string {
  return cell === 'lstm' ? say.lstmRemedy : cell === 'gru' ? say.gruRemedy : say.otherRemedy
}
