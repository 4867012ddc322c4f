import type { CellKind } from '../../contract/spec.ts'
import type { DiagnosisInput, Finding } from './diagnosis.ts'
import { inPercent, inWords } from './numbers-in-words.ts'

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

/** The thresholds above in words. */
const rules = {
  vanished: `below ${inWords(VANISHED)}, the usual update of a weight, it is lost (CS231n notes, part 3).`,
  exploded: `above ${inWords(EXPLODED)}, the reciprocal of what counts as vanished (CS231n notes, part 3).`,
  kept: `within ${inPercent(NORM_KEPT)} of 1 per word the norm is kept (Pascanu et al. 2013, section 3.3).`,
  between: `more than ${inPercent(NORM_KEPT)} per word (Pascanu et al. 2013), but between ${inWords(VANISHED)} and ${inWords(EXPLODED)} in all (CS231n notes, part 3).`,
}

/**
 * Vanishing, exploding or healthy, from the first word to the last; recurrent cells only. It speaks of the median
 * over sentences, each against its own last word (`decayOf`); the curve beside it is a root mean square by distance, whose far end
 * only the longest sentences reach.
 */
export function diagnoseDecay({ cell, decay }: DiagnosisInput): Finding[] {
  if (!decay || decay.perWord === null || decay.firstToLast === null) return []
  const { perWord, halfLife, firstToLast } = decay
  if (decay.of === 'x') return [feedForward(cell, firstToLast)]
  const ends = `In the median sentence the gradient at the first word is ${inWords(firstToLast)} of that at the last`
  const each = `on average each word back ${perWord <= 1 ? `keeps ${inPercent(perWord)} of it` : `multiplies it by ${inWords(perWord)}`}`
  const half = halfLife === null ? '' : `; at that pace half is gone after ${inWords(halfLife)} words`
  if (firstToLast < VANISHED)
    return [
      {
        level: 'warning',
        title: 'The gradient vanishes',
        text: `${ends}: it vanishes; ${each}${half}. Early words hardly teach the model. ${remedy(cell)}`,
        rule: rules.vanished,
      },
    ]
  if (firstToLast > EXPLODED)
    return [
      {
        level: 'warning',
        title: 'The gradient explodes',
        text:
          `In the median sentence the gradient at the first word is ${inWords(firstToLast)} times that at the last: it explodes; ${each}. ` +
          'Early words drown the late ones. Clip the gradient norm, or lower the learning rate.',
        rule: rules.exploded,
      },
    ]
  if (Math.abs(perWord - 1) <= NORM_KEPT)
    return [
      {
        level: 'good',
        title: 'The gradient reaches the first word',
        text: `${ends}: it arrives whole; ${each}${half}.`,
        rule: rules.kept,
      },
    ]
  return [
    {
      level: 'note',
      title: perWord < 1 ? 'The gradient fades' : 'The gradient grows',
      text: `${ends}: it ${perWord < 1 ? 'fades, but arrives' : 'grows, but does not explode'}; ${each}${half}.`,
      rule: rules.between,
    },
  ]
}

const remedies: Partial<Record<CellKind, string>> = {
  lstm: 'Longer training lets the forget gates open; a gate at 1 passes everything on.',
  gru: 'Longer training lets the update gates stay open for what matters; a gate that keeps the state passes everything on.',
}
const remedy = (cell: CellKind) =>
  remedies[cell] ?? 'An LSTM or a GRU carries the gradient past this, through a state that is added to, not multiplied.'

function feedForward(cell: CellKind, firstToLast: number): Finding {
  const why =
    cell === 'ann-mean'
      ? 'every word has the same share in the average'
      : 'every position reaches the hidden layer directly, without a chain of timesteps'
  return {
    level: 'good',
    title: 'No chain to fade along',
    text: `In the median sentence the gradient at the first word is ${inWords(firstToLast)} of that at the last: ${why}.`,
  }
}
