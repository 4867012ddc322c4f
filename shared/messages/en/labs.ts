import type { LabName } from '../../labs/spec.ts'
import type { Padding } from '../../labs/padding/paddings.ts'
import type { Value } from '../value.ts'

/** What the laboratories say of themselves and of what they found. */
export const labs = {
  about: {
    order: {
      title: 'Order',
      question: 'What does a model lose when the words of a sentence change places?',
      expect:
        'A model that averages its word vectors reads a bag of words: its line is flat. Models that read word by word fall towards guessing as the order goes; on data where order hardly matters they fall little.',
      sources:
        'Trained here on film reviews in which word order alone decides the label; or choose runs of your own. Averaging: Iyyer et al. 2015.',
    },
    distance: {
      title: 'Distance',
      question: 'Over how many words can a model remember one that decides the answer?',
      expect:
        'One cue at token 5, then n filler words, then the question which cue it was. An RNN loses it first: its gradient fades by a factor per word. The LSTM (forget bias 1) often loses it before 100 words, too. LSTM (chrono), whose forget gates start with time constants spread over the length of the sentence, reaches furthest.',
      sources:
        'Hochreiter 1991 and Hochreiter & Schmidhuber 1997 for the question; forget bias 1: Jozefowicz et al. 2015; chrono initialisation: Tallec & Ollivier 2018. 995 filler words make the 1,000 tokens of the article.',
    },
    padding: {
      title: 'Padding',
      question: 'What happens when a model reads the padding as if it were words?',
      expect:
        'Padding before the words is soon forgotten. Padding after them pushes the words out of the memory: an LSTM then stays at 50 %, as was reported for Keras. Masked steps are skipped and cost nothing.',
      sources:
        'Reproduces keras-team/keras-io issue 2044 (an LSTM on padded reviews stuck at 50 %). The same sentences, seeds and settings three times; only the padding differs.',
    },
    adding: {
      title: 'Adding',
      question: 'Can a model add two numbers that it saw long ago?',
      expect:
        'Each step brings a number and a marker; at the end the sum of the two marked numbers is asked for. Always answering 1 has a mean squared error of 1/6 ≈ 0.167, the variance of the sum.',
      sources:
        'Hochreiter & Schmidhuber 1997, experiment 4: T = 100, 500, 1000 solved after 74,000, 209,000, 853,000 sequences by an LSTM without forget gate, with inputs in −1 … 1 and a rescaled target; today’s form as in Le et al. 2015. A sum counts as right within 0.16, their limit.',
    },
    copy: {
      title: 'Copy',
      question: 'Can a model repeat ten symbols after a wait?',
      expect:
        'Ten symbols of eight kinds, a wait of T steps, then they are to be said again. Without memory the best is to say nothing and then guess: 10 · ln 8 / (T + 20) nats per step. The hardest of these tasks; an RNN stays on that line.',
      sources:
        'Arjovsky, Shah & Bengio 2016 and Tallec & Ollivier 2018 (128 units, T = 500 and 2,000: chrono initialisation far below the line); Bai et al. 2018 (T = 500 to 2,000).',
    },
    'temporal-order': {
      title: 'Temporal order',
      question: 'Can a model tell which of two symbols came first?',
      expect:
        'Two symbols, each X or Y, stand far apart among distractors; the class is XX, XY, YX or YY. Guessing reaches 25 %.',
      sources:
        'Hochreiter & Schmidhuber 1997, task 6a: length 100 to 110, solved after 31,390 sequences. Pascanu, Mikolov & Bengio 2013: a clipped and regularised RNN of 50 units solves lengths 50 to 200.',
    },
    'first-symbol': {
      title: 'First symbol',
      question: 'Can a model name the first symbol at the end of the sequence?',
      expect:
        'Two sequences that differ in their first symbol only, p steps long. The gradient has to travel all the way: guessing reaches 50 %.',
      sources:
        'Hochreiter & Schmidhuber 1997, task 2a: real-time recurrent learning solves 78 % of trials at p = 4 and none at p = 10; at p = 100 back-propagation through time solves none and an LSTM all, after 5,040 sequences.',
    },
    reber: {
      title: 'Reber',
      question: 'Can a model learn a small grammar, and close the bracket it opened?',
      expect:
        'Strings of the embedded Reber grammar, symbol by symbol: name the next one. The last symbol but one repeats the second (T or P), over at least seven symbols; guessing it reaches 50 %. Short and discrete: most cells learn it.',
      sources:
        'Hochreiter & Schmidhuber 1997, experiment 1: an LSTM learns it in 97 to 100 % of trials after 8,440 to 39,740 sequences, an Elman net in none.',
    },
  } satisfies Record<LabName, Record<'title' | 'question' | 'expect' | 'sources', string>>,
  paddings: {
    after: 'padding after the words, read',
    before: 'padding before the words, read',
    masked: 'padding masked',
  } satisfies Record<Padding, string>,

  guessing: 'guessing: 50 %',
  withoutMemory: (reached: Value) => `without memory: ${reached}`,
  accuracyOfAnswers: 'accuracy (% of answers)',
  trainingStep: 'training step',
  epoch: 'epoch',
  timestep: 'timestep',
  fillers: 'filler words between cue and end',
  moved: 'words of each sentence that change places',
  cueToEnd: '‖∂L/∂h‖ at the cue / at the end',
  norm: '‖∂L/∂h‖ (nats per unit)',
  squaredError: 'mean squared error (no unit)',
  perStep: 'cross-entropy (nats per step)',
  perSequence: 'cross-entropy (nats per sequence)',
  perSymbol: 'cross-entropy (nats per symbol)',
  loss: 'Loss',
  lossReading: 'Only a curve that falls below the dashed line has used its memory; the frame ends at twice that loss.',
  accuracy: 'Accuracy',
  shuffled: 'Accuracy against shuffling',
  shuffledReading: 'Left: sentences as written. Right: every word at a random place. A flat line never used the order.',
  distanceReading: 'Fresh sentences answered rightly; the thin lines are the best and the worst seed.',
  gradientBefore: 'Gradient at the cue, before training',
  gradientBeforeReading:
    'Before the first training step: 1 means that all of the gradient at the last word reaches the cue; a straight line down is a fade by the same factor per word.',
  gradientAfter: 'Gradient at the cue, after training',
  gradientAfterReading:
    'After training: 1 means that all of the gradient at the last word reaches the cue; a straight line down is a fade by the same factor per word.',
  onValidation: 'Accuracy on the validation part',
  onValidationReading: 'The same model on the same sentences; only what stands beside them differs.',
  gradientEach: 'Gradient at each timestep, first epoch',
  gradientEachReading:
    'What training can still tell each timestep. Padding after the words: the words are at the left, where next to nothing arrives.',
  sums: 'Sums within 0.16',
  sumsReading: 'The share of sums that are right by the limit of 1997; the dashed line is always answering 1.',
  repeated: 'Symbols repeated rightly',
  repeatedReading: 'Of the ten symbols to be repeated; one in eight is right by guessing.',
  fourClassesReading: 'The share of sequences put into the right one of four classes.',
  firstReading: 'The share of sequences whose first symbol is named rightly.',
  reberLossReading: 'Never 0: the grammar itself chooses at random between two symbols at most places.',
  needsMemory: 'The symbol that needs memory',
  needsMemoryReading: 'The last symbol but one, which repeats the second: right or wrong.',

  seeds: (n: number) => (n === 1 ? 'one seed' : `${n} seeds`),
  bridgesNone: (name: Value) => `${name} bridges none of these distances`,
  bridges: (name: Value, words: Value) => `${name} bridges ${words} filler words`,
  atLeastRight: (share: Value) => `With at least ${share} right`,
  rightAt: (words: Value, tokens: Value, seeds: Value) => `Right at ${words} filler words (${tokens} tokens; ${seeds})`,
  reachesTheCue: 'Share of the gradient at the last word that reaches the cue there, before training',
  noBetter: (share: Value) => `${share}, no better than guessing`,
  guess: (share: Value) => `${share} (guessing)`,
  stays: (name: Value, share: Value) => `${name} stays at ${share} whatever the order`,
  goes: (name: Value, from: Value, to: Value) => `${name} goes from ${from} to ${to}`,
  accuracyShuffled: (least: Value, most: Value, seeds: Value) =>
    `Accuracy from ${least} to ${most} of the words shuffled (${seeds})`,
  toldApart: 'Pairs of the same words that mean the opposite, told apart',
  rightOnTest: (cell: Value, steps: Value, seeds: Value) =>
    `Right on the test part, ${cell} padded to ${steps} steps (${seeds})`,
  firstWordGets: (factor: Value) =>
    `Where padding follows the words and is read, the first word gets ${factor} of the gradient of the last step`,
  lossAndRight: (loss: Value, right: Value) => `${loss} (${right} right)`,
  withoutMemoryLoss: (loss: Value) => `without memory ${loss}`,
  usedMemory: (names: Value) => `${names} used memory`,
  noMemory: (names: Value) => `${names} did no better than an answer without any`,
  errorAfter: (steps: Value, seeds: Value) => `Mean squared error after ${steps} steps (${seeds})`,
  entropyAfter: (steps: Value, seeds: Value) => `Cross-entropy after ${steps} steps (${seeds})`,
}
