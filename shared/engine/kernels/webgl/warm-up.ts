import type { Activation, OptimiserAttributes } from '../kernels.ts'
import { clipPrograms } from './clip.ts'
import { deviceOf } from './device.ts'
import { gatherSum } from './embedding-backward.ts'
import { gruBackwardProgram } from './gru-backward.ts'
import { gruForwardPrograms } from './gru-forward.ts'
import { lossPrograms } from './loss.ts'
import { lstmBackwardProgram } from './lstm-backward.ts'
import { lstmForwardPrograms } from './lstm-forward.ts'
import { optimiserPrograms } from './optimiser-step.ts'
import { productPrograms } from './product.ts'
import type { ProgramSource } from './program.ts'
import { regroupPrograms } from './recurrent.ts'
import { rnnBackwardProgram } from './rnn-backward.ts'
import { rnnForwardPrograms } from './rnn-forward.ts'
import { gatherPrograms } from './slots.ts'
import { sparseOptimiserPrograms } from './sparse-optimiser-step.ts'
import { stepReportPrograms } from './step-report.ts'

/** What a recurrent model asks of this device. */
export interface WarmUp {
  cell: 'rnn' | 'lstm' | 'gru'
  activation: Activation
  peephole: boolean
  /** Null: the model will only answer. */
  optimiser: OptimiserAttributes['kind'] | null
}

/**
 * Begins to compile, side by side, all programs that a model needs, in the order in which it needs them. Call it as soon as
 * the model is known: the driver compiles while batches are made. Does nothing where the driver cannot compile side by side.
 */
export function warmUpWebgl(backend: unknown, model: WarmUp): void {
  const { optimiser } = model
  const training = optimiser && [
    ...lossPrograms,
    ...backward(model),
    gatherSum,
    ...clipPrograms,
    ...sparseOptimiserPrograms(optimiser),
    optimiserPrograms[optimiser],
    ...stepReportPrograms,
  ]
  deviceOf(backend).prepare([...productPrograms, ...forward(model), ...(training ?? [])])
}

function forward({ cell, activation, peephole }: WarmUp): ProgramSource[] {
  if (cell === 'rnn') return [regroupPrograms.rows, ...rnnForwardPrograms(activation), gatherPrograms[1]]
  if (cell === 'gru') return [regroupPrograms.threes, ...gruForwardPrograms, gatherPrograms[4], gatherPrograms[1]]
  return [regroupPrograms.fours, ...lstmForwardPrograms(peephole), gatherPrograms[4], gatherPrograms[1]]
}

function backward({ cell, activation, peephole }: WarmUp): ProgramSource[] {
  if (cell === 'rnn') return [regroupPrograms.fours, rnnBackwardProgram(activation)]
  if (cell === 'gru') return [gruBackwardProgram, gatherPrograms[3]]
  return [lstmBackwardProgram(peephole)]
}
