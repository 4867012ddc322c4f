import type { ModelSpec, TrainingSpec } from '../../../contract/spec.ts'
import { clipPrograms } from './clip.ts'
import { deviceOf } from './device.ts'
import { gatherSum } from './embedding-backward.ts'
import { gruBackwardPrograms } from './gru-backward.ts'
import { gruForwardPrograms } from './gru-forward.ts'
import { rowsPrograms } from './kept.ts'
import { lossPrograms } from './loss.ts'
import { lstmBackwardPrograms } from './lstm-backward.ts'
import { lstmForwardPrograms } from './lstm-forward.ts'
import { optimiserPrograms } from './optimiser-step.ts'
import { productPrograms } from './product.ts'
import type { ProgramSource } from './program.ts'
import { regroupPrograms } from './recurrent.ts'
import { rnnBackwardPrograms } from './rnn-backward.ts'
import { rnnForwardPrograms } from './rnn-forward.ts'
import { sparseOptimiserPrograms } from './sparse-optimiser-step.ts'
import { statesPrograms } from './states.ts'
import { stepReportPrograms } from './step-report.ts'

/** What a model asks of this device. */
export type WarmUp = Pick<ModelSpec, 'cell' | 'activation' | 'peephole'> & Pick<TrainingSpec, 'optimiser'>

/**
 * Begins to compile, side by side, the programs that training a model needs, in the order in which it needs them. Call it as
 * soon as the model is known: the driver compiles while batches are made. Does nothing where the driver cannot do that.
 */
export function warmUpWebgl(backend: unknown, model: WarmUp): void {
  deviceOf(backend).prepare([
    ...rowsPrograms,
    ...productPrograms,
    ...forward(model),
    ...lossPrograms,
    ...backward(model),
    gatherSum,
    ...clipPrograms,
    ...sparseOptimiserPrograms(model.optimiser),
    optimiserPrograms[model.optimiser],
    ...stepReportPrograms,
  ])
}

function forward({ cell, activation, peephole }: WarmUp): ProgramSource[] {
  switch (cell) {
    case 'rnn':
      return [...statesPrograms, regroupPrograms.rows, ...rnnForwardPrograms(activation)]
    case 'gru':
      return [...statesPrograms, regroupPrograms.threes, ...gruForwardPrograms]
    case 'lstm':
      return [...statesPrograms, regroupPrograms.fours, ...lstmForwardPrograms(peephole)]
    default:
      return []
  }
}

function backward({ cell, activation, peephole }: WarmUp): ProgramSource[] {
  switch (cell) {
    case 'rnn':
      return rnnBackwardPrograms(activation)
    case 'gru':
      return gruBackwardPrograms
    case 'lstm':
      return lstmBackwardPrograms(peephole)
    default:
      return []
  }
}
