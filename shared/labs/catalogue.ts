import { taskAtLength } from '../tasks/memory/tasks.ts'
import { english } from './speech.ts'
import type { LabSpeech } from './speech.ts'
import { labNames } from './spec.ts'
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

/** Every laboratory that trains, in the order of the screen, worded in one language. */
export function catalogueIn({ say: { labs: say }, format }: LabSpeech): Record<LabName, LabDescription> {
  const none = () => null
  const guessing = () => ({ value: 0.5, label: say.guessing })
  const accuracy: Pick<Measure, 'id' | 'yLabel' | 'y'> = { id: 'accuracy', yLabel: say.accuracyOfAnswers, y: 'share' }
  const atStep: Pick<Measure, 'xLabel' | 'x'> = { xLabel: say.trainingStep, x: 'number' }
  const byDistance = { xLabel: say.fillers, x: 'number' as const }
  const baselineOf = (spec: LabSpec) =>
    taskAtLength(spec.lab as MemorySpec['lab'], (spec as MemorySpec).length).baseline
  const rightAnswers = (title: string, reading: string): Measure => ({
    ...{ ...accuracy, title, reading, ...atStep },
    baseline: (spec) => {
      const chance = baselineOf(spec).accuracy
      return chance === null
        ? null
        : { value: chance, label: say.withoutMemory(`${format.decimal(100 * chance, 1)} %`) }
    },
  })
  const memory = (yLabel: string, title: string, reading: string): Measure[] => [
    {
      ...{ id: 'loss', title: say.loss, yLabel, y: 'number', ...atStep, reading: say.lossReading },
      baseline: (spec) => {
        const { loss } = baselineOf(spec)
        return loss === null ? null : { value: loss, label: say.withoutMemory(format.fixed(loss, 3)) }
      },
    },
    rightAnswers(title, reading),
  ]
  const gradient = (id: string, title: string, reading: string): Measure => ({
    ...{ id, title, reading, ...byDistance, y: 'logarithmic', yLabel: say.cueToEnd, baseline: none },
  })
  const measures: Record<LabName, Measure[]> = {
    order: [
      {
        ...{ ...accuracy, title: say.shuffled, xLabel: say.moved, x: 'share', reading: say.shuffledReading },
        baseline: ({ lab, ...spec }) =>
          lab === 'order' && 'runs' in spec && spec.runs.length === 0 ? guessing() : null,
      },
    ],
    distance: [
      { ...accuracy, title: say.accuracy, ...byDistance, reading: say.distanceReading, baseline: guessing },
      gradient('gradient-start', say.gradientBefore, say.gradientBeforeReading),
      gradient('gradient-end', say.gradientAfter, say.gradientAfterReading),
    ],
    padding: [
      {
        ...{ ...accuracy, title: say.onValidation, xLabel: say.epoch, x: 'number' },
        ...{ reading: say.onValidationReading, baseline: guessing },
      },
      {
        ...{ id: 'gradient', title: say.gradientEach, x: 'number', y: 'logarithmic' },
        ...{ xLabel: say.timestep, yLabel: say.norm, reading: say.gradientEachReading, baseline: none },
      },
    ],
    adding: memory(say.squaredError, say.sums, say.sumsReading),
    copy: memory(say.perStep, say.repeated, say.repeatedReading),
    'temporal-order': memory(say.perSequence, say.accuracy, say.fourClassesReading),
    'first-symbol': memory(say.perSequence, say.accuracy, say.firstReading),
    reber: [
      {
        ...{ id: 'loss', title: say.loss, yLabel: say.perSymbol, y: 'number', ...atStep },
        ...{ reading: say.reberLossReading, baseline: none },
      },
      rightAnswers(say.needsMemory, say.needsMemoryReading),
    ],
  }
  const entries = labNames.map((lab) => [lab, { lab, ...say.about[lab], measures: measures[lab] }])
  return Object.fromEntries(entries) as Record<LabName, LabDescription>
}

/** In English, for the terminal. */
export const catalogue = catalogueIn(english)
