import type { Divergence, EpochRecord, GradientDecay, RunStatus } from '../../contract/experiment.ts'
import type { CellKind } from '../../contract/spec.ts'
import { diagnoseClipping, diagnoseDeath } from './diagnose-norms.ts'
import { diagnoseDecay } from './diagnose-decay.ts'
import { english } from './speech.ts'
import type { DiagnosisSpeech } from './speech.ts'
import { diagnoseDivergence, diagnoseLearning } from './diagnose-learning.ts'

/** One thing to know about a run, in words with its numbers. */
export interface Finding {
  level: 'good' | 'note' | 'warning'
  title: string
  text: string
  /** The threshold behind the verdict and where it comes from. Absent where nothing is judged by a number. */
  rule?: string
}

export interface DiagnosisInput {
  cell: CellKind
  decay: GradientDecay | null
  epochs: EpochRecord[]
  /** The latest recorded step: global gradient norm before and after clipping, norm per parameter. */
  latest?: { norm: number; clipped: number; parameterNorms: Record<string, number> }
  /** Share of the recorded steps in which clipping changed the gradient; absent without clipping. */
  clippedShare?: number
  status: RunStatus
  divergence: Divergence | null
  /** Loss of a model that knows only how many classes there are: ln of their number. */
  chance: number
}

/** What the numbers of a run say, the gravest first. Knows nothing of TensorFlow.js. */
export function diagnose(input: DiagnosisInput, speech: DiagnosisSpeech = english): Finding[] {
  const findings = [
    ...diagnoseDivergence(input, speech),
    ...diagnoseDeath(input, speech),
    ...diagnoseDecay(input, speech),
    ...diagnoseClipping(input, speech),
    ...diagnoseLearning(input, speech),
  ]
  const gravity = { warning: 0, note: 1, good: 2 }
  return findings.toSorted((a, b) => gravity[a.level] - gravity[b.level])
}
