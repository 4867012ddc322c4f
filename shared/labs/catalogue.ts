import { taskAtLength } from '../tasks/memory/tasks.ts'
import type { LabName, LabSpec, MemorySpec } from './spec.ts'

/** One chart of a laboratory. */
export interface Measure {
  id: string
  title: string
  /** One sentence on how to read it. */
  reading: string
  xLabel: string
  yLabel: string
  x: 'number' | 'share'
  y: 'share' | 'number' | 'logarithmic'
  /** What an answer without memory, or a guess, reaches. */
  baseline(spec: LabSpec): { value: number; label: string } | null
}

/** What a laboratory says of itself. */
export interface LabDescription {
  lab: LabName
  title: string
  /** The question in one sentence. */
  question: string
  /** What to expect, and why. */
  expect: string
  /** Where the set-up comes from and what was published. */
  sources: string
  measures: Measure[]
}

const none = () => null
const guessing = () => ({ value: 0.5, label: 'guessing: 50 %' })
const accuracy: Pick<Measure, 'id' | 'yLabel' | 'y'> = { id: 'accuracy', yLabel: 'accuracy (% of answers)', y: 'share' }
const atStep: Pick<Measure, 'xLabel' | 'x'> = { xLabel: 'training step', x: 'number' }

const memoryMeasures = (lossLabel: string, accuracyTitle: string, accuracyReading: string): Measure[] => [
  {
    ...{ id: 'loss', title: 'Loss', yLabel: lossLabel, y: 'number', ...atStep },
    reading: 'Only a curve that falls below the dashed line has used its memory; the frame ends at twice that loss.',
    baseline: (spec) => {
      const loss = taskAtLength(spec.lab as MemorySpec['lab'], (spec as MemorySpec).length).baseline.loss
      return loss === null ? null : { value: loss, label: `without memory: ${loss.toFixed(3)}` }
    },
  },
  {
    ...{ ...accuracy, title: accuracyTitle, reading: accuracyReading, ...atStep },
    baseline: (spec) => {
      const chance = taskAtLength(spec.lab as MemorySpec['lab'], (spec as MemorySpec).length).baseline.accuracy
      return chance === null ? null : { value: chance, label: `without memory: ${Number((100 * chance).toFixed(1))} %` }
    },
  },
]

const share = (which: string, when: string): Omit<Measure, 'id' | 'title'> => ({
  reading: `${when}: 1 means that all of the gradient at the last word reaches the cue; a straight line down is a fade by the same factor per word.`,
  ...{ xLabel: 'filler words between cue and end', x: 'number', y: 'logarithmic' },
  yLabel: which,
  baseline: none,
})

/** Every laboratory that trains, in the order of the screen. */
export const catalogue: Record<LabName, LabDescription> = {
  order: {
    lab: 'order',
    title: 'Order',
    question: 'What does a model lose when the words of a sentence change places?',
    expect:
      'A model that averages its word vectors reads a bag of words: its line is flat. Models that read word by word fall towards guessing as the order goes; on data where order hardly matters they fall little.',
    sources:
      'Trained here on film reviews in which word order alone decides the label; or choose runs of your own. Averaging: Iyyer et al. 2015.',
    measures: [
      {
        ...{
          ...accuracy,
          title: 'Accuracy against shuffling',
          xLabel: 'words of each sentence that change places',
          x: 'share',
        },
        reading: 'Left: sentences as written. Right: every word at a random place. A flat line never used the order.',
        baseline: ({ lab, ...spec }) =>
          lab === 'order' && 'runs' in spec && spec.runs.length === 0 ? guessing() : null,
      },
    ],
  },
  distance: {
    lab: 'distance',
    title: 'Distance',
    question: 'Over how many words can a model remember one that decides the answer?',
    expect:
      'One cue at token 5, then n filler words, then the question which cue it was. An RNN loses it first: its gradient fades by a factor per word. The LSTM (forget bias 1) often loses it before 100 words, too. LSTM (chrono), whose forget gates start with time constants spread over the length of the sentence, reaches furthest.',
    sources:
      'Hochreiter 1991 and Hochreiter & Schmidhuber 1997 for the question; forget bias 1: Jozefowicz et al. 2015; chrono initialisation: Tallec & Ollivier 2018. 995 filler words make the 1,000 tokens of the article.',
    measures: [
      {
        ...{ ...accuracy, title: 'Accuracy', xLabel: 'filler words between cue and end', x: 'number' },
        reading: 'Fresh sentences answered rightly; the thin lines are the best and the worst seed.',
        baseline: guessing,
      },
      {
        ...share('‖∂L/∂h‖ at the cue / at the end', 'Before the first training step'),
        ...{ id: 'gradient-start', title: 'Gradient at the cue, before training' },
      },
      {
        ...share('‖∂L/∂h‖ at the cue / at the end', 'After training'),
        ...{ id: 'gradient-end', title: 'Gradient at the cue, after training' },
      },
    ],
  },
  padding: {
    lab: 'padding',
    title: 'Padding',
    question: 'What happens when a model reads the padding as if it were words?',
    expect:
      'Padding before the words is soon forgotten. Padding after them pushes the words out of the memory: an LSTM then stays at 50 %, as was reported for Keras. Masked steps are skipped and cost nothing.',
    sources:
      'Reproduces keras-team/keras-io issue 2044 (an LSTM on padded reviews stuck at 50 %). The same sentences, seeds and settings three times; only the padding differs.',
    measures: [
      {
        ...{ ...accuracy, title: 'Accuracy on the validation part', xLabel: 'epoch', x: 'number' },
        reading: 'The same model on the same sentences; only what stands beside them differs.',
        baseline: guessing,
      },
      {
        ...{ id: 'gradient', title: 'Gradient at each timestep, first epoch', x: 'number', y: 'logarithmic' },
        ...{ xLabel: 'timestep', yLabel: '‖∂L/∂h‖ (nats per unit)' },
        reading:
          'What training can still tell each timestep. Padding after the words: the words are at the left, where next to nothing arrives.',
        baseline: none,
      },
    ],
  },
  adding: {
    lab: 'adding',
    title: 'Adding',
    question: 'Can a model add two numbers that it saw long ago?',
    expect:
      'Each step brings a number and a marker; at the end the sum of the two marked numbers is asked for. Always answering 1 has a mean squared error of 1/6 ≈ 0.167, the variance of the sum.',
    sources:
      'Hochreiter & Schmidhuber 1997, experiment 4: T = 100, 500, 1000 solved after 74,000, 209,000, 853,000 sequences by an LSTM without forget gate, with inputs in −1 … 1 and a rescaled target; today’s form as in Le et al. 2015. A sum counts as right within 0.16, their limit.',
    measures: memoryMeasures(
      'mean squared error (no unit)',
      'Sums within 0.16',
      'The share of sums that are right by the limit of 1997; the dashed line is always answering 1.',
    ),
  },
  copy: {
    lab: 'copy',
    title: 'Copy',
    question: 'Can a model repeat ten symbols after a wait?',
    expect:
      'Ten symbols of eight kinds, a wait of T steps, then they are to be said again. Without memory the best is to say nothing and then guess: 10 · ln 8 / (T + 20) nats per step. The hardest of these tasks; an RNN stays on that line.',
    sources:
      'Arjovsky, Shah & Bengio 2016 and Tallec & Ollivier 2018 (128 units, T = 500 and 2,000: chrono initialisation far below the line); Bai et al. 2018 (T = 500 to 2,000).',
    measures: memoryMeasures(
      'cross-entropy (nats per step)',
      'Symbols repeated rightly',
      'Of the ten symbols to be repeated; one in eight is right by guessing.',
    ),
  },
  'temporal-order': {
    lab: 'temporal-order',
    title: 'Temporal order',
    question: 'Can a model tell which of two symbols came first?',
    expect:
      'Two symbols, each X or Y, stand far apart among distractors; the class is XX, XY, YX or YY. Guessing reaches 25 %.',
    sources:
      'Hochreiter & Schmidhuber 1997, task 6a: length 100 to 110, solved after 31,390 sequences. Pascanu, Mikolov & Bengio 2013: a clipped and regularised RNN of 50 units solves lengths 50 to 200.',
    measures: memoryMeasures(
      'cross-entropy (nats per sequence)',
      'Accuracy',
      'The share of sequences put into the right one of four classes.',
    ),
  },
  'first-symbol': {
    lab: 'first-symbol',
    title: 'First symbol',
    question: 'Can a model name the first symbol at the end of the sequence?',
    expect:
      'Two sequences that differ in their first symbol only, p steps long. The gradient has to travel all the way: guessing reaches 50 %.',
    sources:
      'Hochreiter & Schmidhuber 1997, task 2a: real-time recurrent learning solves 78 % of trials at p = 4 and none at p = 10; at p = 100 back-propagation through time solves none and an LSTM all, after 5,040 sequences.',
    measures: memoryMeasures(
      'cross-entropy (nats per sequence)',
      'Accuracy',
      'The share of sequences whose first symbol is named rightly.',
    ),
  },
  reber: {
    lab: 'reber',
    title: 'Reber',
    question: 'Can a model learn a small grammar, and close the bracket it opened?',
    expect:
      'Strings of the embedded Reber grammar, symbol by symbol: name the next one. The last symbol but one repeats the second (T or P), over at least seven symbols; guessing it reaches 50 %. Short and discrete: most cells learn it.',
    sources:
      'Hochreiter & Schmidhuber 1997, experiment 1: an LSTM learns it in 97 to 100 % of trials after 8,440 to 39,740 sequences, an Elman net in none.',
    measures: [
      {
        ...{ id: 'loss', title: 'Loss', yLabel: 'cross-entropy (nats per symbol)', y: 'number', ...atStep },
        reading: 'Never 0: the grammar itself chooses at random between two symbols at most places.',
        baseline: none,
      },
      memoryMeasures(
        '',
        'The symbol that needs memory',
        'The last symbol but one, which repeats the second: right or wrong.',
      )[1],
    ],
  },
}
