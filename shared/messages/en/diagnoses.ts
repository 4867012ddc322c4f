import type { Value } from '../value.ts'

/** What the numbers of a run say: title, text and the threshold behind each verdict. */
export const diagnoses = {
  diverged: (step: Value) => `Training diverged in step ${step}`,
  atChance: 'The loss is at chance',
  atChanceText: (epochs: Value, loss: Value, chance: Value) =>
    `After ${epochs} epochs the training loss is ${loss}; guessing gives ${chance}. The model has learned nothing yet: try another learning rate, more hidden units, or a model that sees the order.`,
  atChanceRule: (share: Value, epochs: Value) =>
    `within ${share} of the loss of guessing after ${epochs} epochs (CS231n notes, part 3).`,
  byHeart: 'It learns by heart',
  byHeartText: (epoch: Value, best: Value, now: Value, gap: Value) =>
    `The validation loss was lowest in epoch ${epoch} (${best}) and is now ${now}, while the training loss still falls; ${gap}. The weights of epoch ${epoch} are the ones that are tested. Dropout, fewer units, or more data close the gap.`,
  byHeartRule: (share: Value) =>
    `a validation loss ${share} above its best is learning by heart (Prechelt 1998, “Early stopping – but when?”).`,
  gap: (train: Value, validation: Value) => `${train} of the training sentences are right, ${validation} of the others`,
  better: 'Still getting better',
  betterText: (loss: Value, gap: Value) => `The latest epoch has the lowest validation loss so far, ${loss}; ${gap}.`,

  alwaysClipped: 'Clipping limits nearly every step',
  alwaysClippedText: (share: Value) =>
    `The gradient was clipped in ${share} of the recorded steps, so the limit sets the step size rather than the gradient.`,
  raiseLimit: 'Raise the limit to about the usual norm, or lower the learning rate instead.',
  latestStep: (before: Value, after: Value) => `In the latest step: ${before} before, ${after} after.`,
  neverClipped: 'Clipping never engaged',
  neverClippedText: 'No gradient came up to the limit, so clipping has changed nothing so far.',
  clipsPeaks: 'Clipping catches the peaks',
  clipsPeaksText: (share: Value) => `The gradient was clipped in ${share} of the recorded steps.`,
  clippingRule: (always: Value, never: Value) =>
    `too often from ${always} of the steps on (flood-forecasting, issue 298), never up to ${never}.`,
  nothingLearned: 'Nothing is learned any more',
  nothingLearnedText: (norm: Value) =>
    `The global gradient norm is ${norm}: too small to change a weight. Either every sentence is answered with certainty, or the units are saturated; a smaller learning rate from the start avoids the latter.`,
  standsStill: 'Part of the model stands still',
  standsStillText: (names: Value) =>
    `The gradient is as good as zero in ${names}, while the others still learn: its units are saturated or cut off.`,
  deadRule: (dead: Value, spacing: Value) => `below ${dead}: 32-bit floats near 1 lie ${spacing} apart (IEEE 754).`,

  ends: (ratio: Value) => `In the median sentence the gradient at the first word is ${ratio} of that at the last`,
  keeps: (share: Value) => `on average each word back keeps ${share} of it`,
  multiplies: (factor: Value) => `on average each word back multiplies it by ${factor}`,
  half: (each: Value, words: Value) => `${each}; at that pace half is gone after ${words} words`,
  vanishes: 'The gradient vanishes',
  vanishesText: (ends: Value, each: Value, remedy: Value) =>
    `${ends}: it vanishes; ${each}. Early words hardly teach the model. ${remedy}`,
  vanishesRule: (limit: Value) => `below ${limit}, the usual update of a weight, it is lost (CS231n notes, part 3).`,
  explodes: 'The gradient explodes',
  explodesText: (ratio: Value, each: Value) =>
    `In the median sentence the gradient at the first word is ${ratio} times that at the last: it explodes; ${each}. Early words drown the late ones. Clip the gradient norm, or lower the learning rate.`,
  explodesRule: (limit: Value) => `above ${limit}, the reciprocal of what counts as vanished (CS231n notes, part 3).`,
  reaches: 'The gradient reaches the first word',
  reachesText: (ends: Value, each: Value) => `${ends}: it arrives whole; ${each}.`,
  reachesRule: (share: Value) => `within ${share} of 1 per word the norm is kept (Pascanu et al. 2013, section 3.3).`,
  fades: 'The gradient fades',
  fadesText: (ends: Value, each: Value) => `${ends}: it fades, but arrives; ${each}.`,
  grows: 'The gradient grows',
  growsText: (ends: Value, each: Value) => `${ends}: it grows, but does not explode; ${each}.`,
  betweenRule: (share: Value, least: Value, most: Value) =>
    `more than ${share} per word (Pascanu et al. 2013), but between ${least} and ${most} in all (CS231n notes, part 3).`,
  lstmRemedy: 'Longer training lets the forget gates open; a gate at 1 passes everything on.',
  gruRemedy:
    'Longer training lets the update gates stay open for what matters; a gate that keeps the state passes everything on.',
  otherRemedy: 'An LSTM or a GRU carries the gradient past this, through a state that is added to, not multiplied.',
  noChain: 'No chain to fade along',
  averaged: (ends: Value) => `${ends}: every word has the same share in the average.`,
  direct: (ends: Value) => `${ends}: every position reaches the hidden layer directly, without a chain of timesteps.`,

  outOfReach: 'The first word is out of reach',
  withinReach: 'The first word still reaches the end',
  reachText: (steps: number, factor: Value) =>
    `Over ${steps} ${steps === 1 ? 'step' : 'steps'}, a small change of the first state changes the last one at most ${factor}-fold.`,
  reachKept: (steps: number, factor: Value, kept: Value) =>
    `Over ${steps} ${steps === 1 ? 'step' : 'steps'}, a small change of the first state changes the last one at most ${factor}-fold; the gates keep ${kept} of the first word’s memory, on average over the units.`,
  reachRule: (limit: Value) => `out of reach below ${limit}, the usual update of a weight (CS231n notes, part 3).`,
  matrixAlone: 'What the matrix alone says',
  mustVanish: (sigma: Value, limit: Value) =>
    `The largest singular value of U is ${sigma}. Below ${limit} the gradient must vanish, whatever the sentence.`,
  canExplodeUnits: (rho: Value, limit: Value) =>
    `The spectral radius of U is ${rho}, above ${limit}: in the long run the gradient can explode, but need not, since units that saturate hold it down.`,
  canExplodeGates: (rho: Value, limit: Value) =>
    `The spectral radius of U is ${rho}, above ${limit}: in the long run the gradient can explode, but need not, since the gates hold it down.`,
  provesNeither: (sigma: Value, rho: Value) =>
    `The largest singular value of U is ${sigma} and its spectral radius ${rho}: this proves neither vanishing nor exploding. The measured curve decides.`,
  boundsRule: 'γσ₁ < 1 proves vanishing, γρ > 1 only permits exploding (Pascanu, Mikolov & Bengio 2013, section 2.1).',

  offIs: 'Clipping is off',
  offText: (norm: Value, low: Value, high: Value) =>
    `The norm is ${norm} on average. Half to ten times the average norm, here ${low} to ${high}, still converges (Pascanu et al. 2013): a threshold in that range would only catch explosions.`,
  tight: 'The threshold is tight',
  tightText: (limit: Value, norm: Value, share: Value) =>
    `${limit} lies below half of the average norm of ${norm}: it shortens ${share} of the steps and acts as a second learning rate.`,
  thresholdFar: 'The threshold is out of reach',
  thresholdFarText: (limit: Value, norm: Value) =>
    `${limit} is more than ten times the average norm of ${norm}; only an explosion would meet it.`,
  thresholdFits: 'The threshold fits',
  thresholdFitsText: (limit: Value, norm: Value) => `${limit} stands well beside an average norm of ${norm}.`,
  converges: (low: Value, high: Value) =>
    `Half to ten times the average norm, here ${low} to ${high}, still converges (Pascanu et al. 2013).`,
  largeSteps: 'Some steps are large',
  largeStepsText: (list: Value) =>
    `One step moves more than a hundredth of ${list}; about a thousandth is usual. A smaller learning rate makes steadier steps.`,
  smallSteps: 'Some steps are small',
  smallStepsText: (list: Value) =>
    `One step moves less than a ten-thousandth of ${list}; about a thousandth is usual. Either it has settled, or the learning rate is too small for it.`,
  healthySteps: 'Steps have a healthy size',
  healthyStepsText: (list: Value) =>
    `In the course of training one step typically moves ${list} of each matrix: within ten times of the usual thousandth.`,
  stepsRule: (times: Value, guide: Value) =>
    `a factor of ${times} above or below ${guide} (CS231n notes, part 3, “Ratio of weights:updates”).`,

  units: {
    dead: (found: Value, all: Value) => `${found} of ${all} units are never on`,
    saturated: (found: Value, all: Value) => `${found} of ${all} units sit at an end nearly always`,
    constant: (found: Value, all: Value) => `${found} of ${all} units hardly ever move`,
  },
  unitReasons: {
    dead: 'No gradient passes through a unit that is off for every sentence. A smaller learning rate keeps them alive.',
    saturated:
      'Where a tanh is at its end its slope is near 0, so little gradient passes. Smaller weights or steps leave it room.',
    constant: 'They say the same of every word and could be left out.',
  },
  overSentences: (sentences: Value, units: Value, reason: Value) =>
    `Over ${sentences} test sentences: ${units}. ${reason}`,
  someUnits: (units: Value) => `units ${units} and others`,
  oneUnit: (unit: Value) => `unit ${unit}`,
  theseUnits: (units: Value) => `units ${units}`,
  allWork: 'All units work',
  allWorkText: (units: Value, sentences: Value) =>
    `None of the ${units} units is dead, saturated or idle over ${sentences} test sentences.`,
  unitsRule: (slope: Value, share: Value, range: Value, many: Value) =>
    `dead, a ReLU at 0 throughout; saturated, a slope below ${slope} for ${share} of the words; idle, moving by less than ${range}. The signs are those of the CS231n notes, part 3; the numbers, and the warning from ${many} of the units on, are Unroll’s choice.`,
  noForgetOpen: 'No forget gate is open most of the time',
  noUpdateOpen: 'No update gate is open most of the time',
  forgetOpen: (share: Value) => `${share} of the forget gates are mostly open`,
  updateOpen: (share: Value) => `${share} of the update gates are mostly open`,
  noneOpenText:
    'None is above 0.9 for more than half of the words, so no unit carries its state over many words unchanged.',
  openText:
    'Above 0.9 for more than half of the words: those units carry their state over many words and are the long-term memory.',
  gatesRule: (open: Value) => `above ${open} for more than half of the words (after Karpathy, Johnson & Fei-Fei 2015).`,
}
