import type { EpochRecord } from '../../contract/experiment.ts'
import type { DiagnosisInput, Finding } from './diagnosis.ts'
import { inPercent, inWords } from './numbers-in-words.ts'

/** A training loss within this share of chance has learned nothing yet (cs231n notes, part 3: look for loss at chance). */
export const AT_CHANCE = 0.02
/** After one epoch that may still be a slow start; after two it is worth a word. */
export const EPOCHS_BEFORE_CHANCE = 2
/**
 * Over-fitting is a validation loss that rises while the training loss falls (Prechelt 1998, "Early stopping – but when?",
 * doi:10.1007/3-540-49430-8_3: generalisation loss above 5 % of the best).
 */
export const GENERALISATION_LOSS = 0.05

/** The thresholds above in words. */
const rules = {
  chance: `within ${inPercent(AT_CHANCE)} of the loss of guessing after ${EPOCHS_BEFORE_CHANCE} epochs (CS231n notes, part 3).`,
  heart: `a validation loss ${inPercent(GENERALISATION_LOSS)} above its best is learning by heart (Prechelt 1998, “Early stopping – but when?”).`,
}

export const diagnoseDivergence = ({ status, divergence }: DiagnosisInput): Finding[] =>
  status === 'diverged' && divergence
    ? [{ level: 'warning', title: `Training diverged in step ${divergence.step}`, text: divergence.message }]
    : []

/** Chance, over-fitting, or progress: from the losses per epoch. */
export function diagnoseLearning({ epochs, chance, status }: DiagnosisInput): Finding[] {
  const last = epochs.at(-1)
  if (!last || status === 'diverged') return []
  if (epochs.length >= EPOCHS_BEFORE_CHANCE && Math.abs(last.trainLoss - chance) <= AT_CHANCE * chance)
    return [
      {
        level: 'warning',
        title: 'The loss is at chance',
        text:
          `After ${epochs.length} epochs the training loss is ${inWords(last.trainLoss)}; guessing gives ${inWords(chance)}. ` +
          'The model has learned nothing yet: try another learning rate, more hidden units, or a model that sees the order.',
        rule: rules.chance,
      },
    ]
  return overfitting(epochs, last)
}

function overfitting(epochs: EpochRecord[], last: EpochRecord): Finding[] {
  const best = epochs.reduce((a, b) => (b.validationLoss < a.validationLoss ? b : a))
  const gap = `${inPercent(last.trainAccuracy)} of the training sentences are right, ${inPercent(last.validationAccuracy)} of the others`
  if (last.validationLoss > best.validationLoss * (1 + GENERALISATION_LOSS) && last.trainLoss < best.trainLoss)
    return [
      {
        level: 'warning',
        title: 'It learns by heart',
        text:
          `The validation loss was lowest in epoch ${best.epoch} (${inWords(best.validationLoss)}) and is now ` +
          `${inWords(last.validationLoss)}, while the training loss still falls; ${gap}. The weights of epoch ${best.epoch} ` +
          'are the ones that are tested. Dropout, fewer units, or more data close the gap.',
        rule: rules.heart,
      },
    ]
  if (last.epoch !== best.epoch) return []
  return [
    {
      level: 'good',
      title: 'Still getting better',
      text: `The latest epoch has the lowest validation loss so far, ${inWords(last.validationLoss)}; ${gap}.`,
      rule: rules.heart,
    },
  ]
}
