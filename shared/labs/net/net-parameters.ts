import { initialValues } from '../../engine/cells/initialisation.ts'
import { gatesOf } from '../../engine/cells/parameters.ts'
import type { Initialiser, Parameter } from '../../engine/cells/parameters.ts'
import { stream } from '../../engine/training/random.ts'
import { kindOf } from './lab-cells.ts'
import type { LabCell } from './lab-cells.ts'

export interface NetShape {
  cell: LabCell
  hidden: number
  features: number
  outputs: number
  /** Timesteps of the longest sequence: the range of the chrono initialisation. */
  length: number
}

/** Every parameter of a laboratory's net: one recurrent layer and the output layer. Names as in engine/cells/parameters.ts. */
export function netParameters({ cell, hidden: H, features: D, outputs: K }: NetShape): Parameter[] {
  const kind = kindOf(cell)
  const gates = gatesOf(kind)
  const list: Parameter[] = []
  const add = (name: string, shape: number[], init: Initialiser, of: Partial<Parameter> = {}) =>
    list.push({ name, shape, init, sparse: false, gates: 1, ...of })
  add('cell.W', [D, gates * H], 'glorot', { gates })
  add('cell.U', [H, gates * H], cell === 'irnn' ? 'identity' : 'orthogonal', { gates })
  add('cell.b', [gates * H], kind === 'lstm' ? 'forget-bias' : 'zeros', { gates })
  if (kind === 'gru') add('cell.bu', [H], 'zeros')
  add('output.W', [H, K], 'glorot')
  add('output.b', [K], 'zeros')
  return list
}

/** The numbers that a parameter starts with; the same for a seed on every device. */
export function netInitialValues(parameter: Parameter, { cell, hidden, length }: NetShape, seed: number): Float32Array {
  const values = initialValues(parameter, seed)
  if (cell !== 'lstm-chrono' || parameter.name !== 'cell.b') return values
  const random = stream(seed, 'initialisation', 'chrono')
  for (let unit = 0; unit < hidden; unit++) {
    // Uniform in 1 … T-1; a sequence of two steps or fewer has nothing to spread.
    const timescale = 1 + random.next() * Math.max(0, length - 2)
    values[4 * unit] = -Math.log(timescale)
    values[4 * unit + 1] = Math.log(timescale)
  }
  return values
}
