import type { BackwardTrace } from '../backward-trace.ts'
import type { Trace } from '../trace.ts'
import { layerBackStages, wordBackStages } from './dense-back-stages.ts'
import type { Moment } from './moments.ts'
import { outputBackStages } from './output-back-stages.ts'
import type { Stage } from './stage.ts'
import { stepBackStages } from './step-back-stages.ts'

/** The formulas of back-propagation at one moment, in the order in which they are computed: the moments come in reverse. */
export function backwardStages(trace: Trace, back: BackwardTrace, moment: Moment, label: number): Stage[] {
  switch (moment.kind) {
    case 'step':
      return stepBackStages(trace, back, moment.pass, moment.step)
    case 'word':
      return wordBackStages(trace, back, moment.word)
    case 'layer':
      return layerBackStages(trace, back, moment.layer)
    case 'output':
      return outputBackStages(trace, back, label)
  }
}
