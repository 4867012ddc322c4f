import type { SnapshotInfo } from '../../../../shared/contract/snapshots.ts'
import type { UnitWords } from '../../../../shared/engine/gradients/gate-words.ts'
import type { Complex } from '../../../../shared/engine/inspect/eigenvalues.ts'
import type { Direction, GateName } from '../../../../shared/engine/inspect/interventions.ts'
import type { GateSaturation, UnitHealth } from '../../../../shared/engine/inspect/units.ts'
import type { ModelRef } from '../words/asking/model-questions.ts'

/** The layer that is looked at, and the way it reads. */
export interface Place {
  layer: number
  direction: Direction
}

/** One sentence in one layer, its recurrent matrix times a factor. All lists in the order of reading. */
export interface SentenceGradients {
  factor: number
  probabilities: readonly number[]
  loss: number
  /** ‖∂L/∂h_t‖, and of an LSTM ‖∂L/∂c_t‖. */
  h: readonly number[]
  c: readonly number[] | null
  /** Which word of the sentence each entry belongs to. */
  words: readonly number[]
  /** ‖∂h_T/∂h_t‖ and ‖∂h_T/∂c_t‖, spectral; null where the layer is too wide to work them out on the way. */
  toEnd: { h: readonly number[]; c: readonly number[] | null } | null
  /** Mean over the units of the product of all later keeping gates; null without such a gate. */
  kept: readonly number[] | null
  /** RNN only: what U alone says, by steps to the end, and the bound with this sentence's own slopes. */
  bounds: {
    sigma: number
    rho: number
    gamma: number
    upper: readonly number[]
    linear: readonly number[]
    ofSentence: readonly number[]
  } | null
}

/** The eigenvalues of one recurrent matrix at one point of training. */
export interface Spectrum {
  step: number
  eigenvalues: readonly Complex[]
  rho: number
  sigma: number
}

export interface UnitFacts {
  sentences: number
  words: number
  health: readonly UnitHealth[]
  saturation: readonly GateSaturation[]
  unitWords: readonly UnitWords[]
}

/** What the Gradients screen asks its worker. */
export interface GradientQuestions {
  /** Null for a feed-forward net, which has no recurrence. */
  sentence: {
    ask: { model: ModelRef; ids: readonly number[]; label: number; place: Place; factor: number }
    answer: SentenceGradients | null
  }
  /** Over the snapshots of the run; of a run without snapshots one, from its checkpoint. Empty: no recurrent matrix. */
  spectra: { ask: { model: ModelRef; place: Place; gate: GateName }; answer: readonly Spectrum[] }
  updates: { ask: { run: string; step: number }; answer: readonly SnapshotInfo[] }
  units: { ask: { model: ModelRef; sentences: number; place: Place }; answer: UnitFacts }
}
