import type { ModelSpec } from '../../contract/spec.ts'
import { isRecurrent } from '../../contract/spec.ts'
import { heldUnits } from '../cells/held.ts'
import type { Intervention } from './interventions.ts'

/** What the clamps of a spec hold, as changes by hand: a trained clamp is read as one that is set by hand. */
export const heldBySpec = (spec: ModelSpec): Intervention[] =>
  heldUnits(spec).map(({ layer, reverse, gate, unit, value }): Intervention => {
    const where = { layer, direction: reverse ? 'reverse' : 'forward', units: [unit], words: 'all', value } as const
    return isRecurrent(spec.cell) ? { kind: 'gate', gate, ...where } : { kind: 'state', state: 'h', ...where }
  })
