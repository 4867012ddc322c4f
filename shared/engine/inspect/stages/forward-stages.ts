import type { Trace } from '../trace.ts'
import { layerStages, wordStages } from './dense-stages.ts'
import type { Moment } from './moments.ts'
import { outputStages } from './output-stages.ts'
import type { Stage } from './stage.ts'
import { stepStages } from './step-stages.ts'

/** The formulas of one moment in the order in which they are computed. Their numbers are made when a lane is opened. */
export function forwardStages(trace: Trace, moment: Moment, label: number): Stage[] {
  switch (moment.kind) {
    case 'step':
      return stepStages(trace, moment.pass, moment.step)
    case 'word':
      return wordStages(trace, moment.word)
    case 'layer':
      return layerStages(trace, moment.layer)
    case 'output':
      return outputStages(trace, label)
  }
}
