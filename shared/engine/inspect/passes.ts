import type { ModelSpec } from '../../contract/spec.ts'
import { layerName } from '../cells/parameters.ts'
import { gruCell } from './gru-step.ts'
import type { Direction } from './interventions.ts'
import { lstmCell } from './lstm-step.ts'
import { weightOf } from './model.ts'
import type { InspectedModel } from './model.ts'
import { rnnCell } from './rnn-step.ts'
import type { Cell, PassWeights } from './steps.ts'

/** The cell of a recurrent model; null for the feed-forward ones. */
export function cellOf({ cell }: Pick<ModelSpec, 'cell'>): Cell | null {
  switch (cell) {
    case 'rnn':
      return rnnCell
    case 'lstm':
      return lstmCell
    case 'gru':
      return gruCell
    case 'ann':
    case 'ann-mean':
      return null
  }
}

export const directionsOf = ({ bidirectional }: ModelSpec): Direction[] =>
  bidirectional ? ['forward', 'reverse'] : ['forward']

export function passWeights(model: InspectedModel, layer: number, direction: Direction): PassWeights {
  const name = layerName(model.spec, layer, direction === 'reverse')
  const { cell, activation, peephole } = model.spec
  return {
    name,
    W: weightOf(model, `${name}.W`),
    U: weightOf(model, `${name}.U`),
    b: weightOf(model, `${name}.b`).values,
    bu: cell === 'gru' ? weightOf(model, `${name}.bu`).values : null,
    peephole: cell === 'lstm' && peephole ? weightOf(model, `${name}.P`) : null,
    activation,
  }
}
