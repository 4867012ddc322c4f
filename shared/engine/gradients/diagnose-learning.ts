import type { EpochRecord } from '../../contract/experiment.ts'
import type { DiagnosisInput, Finding } from './diagnosis.ts'
import { english, wordsOf } from './speech.ts'
import type { DiagnosisSpeech } from './speech.ts'

/** A training loss within this share of chance has learned nothing yet (cs231n notes, part 3: look for loss at chance). */
export const AT_CHANCE = 0.02
/** After one epoch that may still be a slow start; after two it is worth a word. */
export const EPOCHS_BEFORE_CHANCE = 2
/**
 * Over-fitting is a validation loss that rises while the training loss falls (Prechelt 1998, "Early stopping – but when?",
 * doi:10.1007/3-540-49430-8_3: generalisation loss above 5 % of the best).
 */
export const GENERALISATION_LOSS = 0.05

export const diagnoseDivergence = ({ status, divergence }: DiagnosisInput, speech = english): Finding[] =>
  status === 'diverged' && divergence
    ? [{ level: 'warning', title: wordsOf(speech).say.diverged(divergence.step), text: divergence.message }]
    : []

/** Chance, over-fitting, or progress: from the losses per epoch. */
export function diagnoseLearning({ epochs, chance, status }: DiagnosisInput, speech = english): Finding[] {
  const last = epochs.at(-1)
  if (!last || status === 'diverged') return []
  if (epochs.length < EPOCHS_BEFORE_CHANCE || Math.abs(last.trainLoss - chance) > AT_CHANCE * chance)
    return overfitting(epochs, last, speech)
  const { say, number, percent } = wordsOf(speech)
  return [
    {
      level: 'warning',
      title: say.atChance,
      text: say.atChanceText(epochs.length, number(last.trainLoss), number(chance)),
      rule: say.atChanceRule(percent(AT_CHANCE), EPOCHS_BEFORE_CHANCE),
    },
  ]
}

function overfitting(epochs: EpochRecord[], last: EpochRecord, speech: DiagnosisSpeech): Finding[] {
  const { say, number, percent } = wordsOf(speech)
  const best = epochs.reduce((a, b) => (b.validationLoss < a.validationLoss ? b : a))
  const gap = say.gap(percent(last.trainAccuracy), percent(last.validationAccuracy))
  const rule = say.byHeartRule(percent(GENERALISATION_LOSS))
  if (last.validationLoss > best.validationLoss * (1 + GENERALISATION_LOSS) && last.trainLoss < best.trainLoss) {
    const text = say.byHeartText(best.epoch, number(best.validationLoss), number(last.validationLoss), gap)
    return [{ level: 'warning', title: say.byHeart, text, rule }]
  }
  if (last.epoch !== best.epoch) return []
  return [{ level: 'good', title: say.better, text: say.betterText(number(last.validationLoss), gap), rule }]
}
