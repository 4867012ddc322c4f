import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'
import type { Place, Quantity } from '../../../../shared/engine/inspect/stages/stage.ts'

const includes = (list: readonly number[] | 'all', one: number) => list === 'all' || list.includes(one)

/** Whether a change by hand sets the number at a place. */
export function sets(one: Intervention, place: Place): boolean {
  switch (one.kind) {
    case 'scale':
      return false
    case 'input':
      return (
        place.kind === 'input' &&
        one.word === place.word &&
        one.component === place.component &&
        (one.direction ?? 'forward') === place.direction
      )
    case 'weight':
      return (
        place.kind === 'weight' &&
        one.parameter === place.parameter &&
        one.row === place.row &&
        one.column === place.column
      )
    case 'gate':
    case 'state':
      return (
        place.kind === one.kind &&
        (place.kind === 'gate'
          ? one.kind === 'gate' && place.gate === one.gate
          : one.kind === 'state' && place.state === one.state) &&
        place.layer === one.layer &&
        place.direction === (one.direction ?? 'forward') &&
        includes(one.units, place.unit) &&
        includes(one.words, place.word)
      )
  }
}

/** The entries of a quantity that were changed by hand, as places in its values. */
export function changedCells({ rows, columns, place, held }: Quantity, changes: readonly Intervention[]): number[] {
  if (changes.length === 0) return []
  const found: number[] = []
  for (let at = 0; at < rows * columns; at++) {
    const here = held?.[at] === 1 ? null : place?.(Math.floor(at / columns), at % columns)
    if (held?.[at] === 1 || (here && changes.some((one) => sets(one, here)))) found.push(at)
  }
  return found
}
