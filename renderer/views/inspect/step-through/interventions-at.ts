import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'
import type { Place } from '../../../../shared/engine/inspect/stages/stage.ts'

/** How far a held gate or state reaches. */
export interface Reach {
  units: 'one' | 'all'
  words: 'one' | 'all'
}

/** The change that sets the number at a place to a value. A weight and a word's number are what they are: they have no reach. */
export function changeAt(place: Place, value: number, reach: Reach): Intervention {
  switch (place.kind) {
    case 'input':
      return { kind: 'input', word: place.word, component: place.component, value, direction: place.direction }
    case 'weight':
      return { kind: 'weight', parameter: place.parameter, row: place.row, column: place.column, value }
    case 'gate':
    case 'state': {
      const where = {
        layer: place.layer,
        direction: place.direction,
        units: reach.units === 'all' ? ('all' as const) : [place.unit],
        words: reach.words === 'all' ? ('all' as const) : [place.word],
        value,
      }
      return place.kind === 'gate'
        ? { kind: 'gate', gate: place.gate, ...where }
        : { kind: 'state', state: place.state, ...where }
    }
  }
}

/** The values that a number can be turned through: a gate is a share, a tanh between -1 and 1, all else around its size. */
export function limitsOf(place: Place, value: number): { min: number; max: number; step: number } {
  if (place.kind === 'gate' && !['g', 'n', 'h'].includes(place.gate)) return { min: 0, max: 1, step: 0.01 }
  if (place.kind === 'gate' || (place.kind === 'state' && place.state === 'h')) return { min: -1, max: 1, step: 0.01 }
  const most = Math.max(1, Math.ceil(2 * Math.abs(value)))
  return { min: -most, max: most, step: most / 100 }
}
