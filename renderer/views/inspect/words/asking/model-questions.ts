import type { Experiment, Run } from '../../../../../shared/contract/experiment.ts'
import type { Direction, GateName } from '../../../../../shared/engine/inspect/interventions.ts'
import type { Closeness, Neighbour } from '../../../../../shared/engine/inspect/neighbours.ts'
import type { IntegratedGradients, Salience } from '../../../../../shared/engine/inspect/salience.ts'
import type { Weights } from '../../../../stores/inspected-models.ts'

/** Which trained model is asked; the worker opens it itself. */
export interface ModelRef {
  run: Run
  experiment: Experiment
  weights: Weights
}

/** What a sentence leaves behind in one layer, read in one direction. */
export interface LayerMemory {
  layer: number
  direction: Direction
  /** By word and unit: product of the keeping gates of all later steps. Null for a cell without such a gate. */
  left: readonly (readonly number[])[] | null
  gate: GateName | null
  /** Half-life of each unit in words at the pace of this sentence; empty without a keeping gate. */
  halfLives: readonly number[]
  /** ‖∂h_T/∂h_t‖₂ by word; null where the layer is too wide to have it worked out on the way. */
  dependence: readonly number[] | null
}

export interface Reading {
  /** [word][class]: what the model says once it has read up to and including the word. */
  probabilities: readonly (readonly number[])[]
  /** Empty for feed-forward nets. */
  memory: readonly LayerMemory[]
}

export type SalienceMethod = 'gradient' | 'integrated' | 'left-out'
export type SalienceAnswer = Salience & Partial<Pick<IntegratedGradients, 'baseline' | 'gap' | 'passes' | 'complete'>>

export interface WordNeighbours {
  /** The parameter whose rows are the words' vectors. */
  table: string
  oneHot: boolean
  norm: number
  neighbours: Neighbour[]
  /** To the word asked for besides. */
  other: { cosine: number; distance: number; norm: number } | null
}

/** What can be asked of trained models. `ids` are the words that the model reads, without padding. */
export interface ModelQuestions {
  reading: { ask: { model: ModelRef; ids: readonly number[] }; answer: Reading }
  salience: {
    ask: { model: ModelRef; ids: readonly number[]; classIndex: number; method: SalienceMethod }
    answer: SalienceAnswer
  }
  /** [sentence][class]; null for a sentence without words. */
  answers: {
    ask: { model: ModelRef; sentences: readonly (readonly number[])[] }
    answer: readonly (readonly number[] | null)[]
  }
  /** Null for a model whose words have no vector of their own. */
  neighbours: {
    ask: { model: ModelRef; id: number; by: Closeness; count: number; other?: number }
    answer: WordNeighbours | null
  }
  /** Log-odds of every word for a class in the training part, and in how many of its sentences the word stands. */
  odds: {
    ask: { experiment: string; entries: number; classIndex: number }
    answer: { sentences: Int32Array; logOdds: Float64Array }
  }
}
