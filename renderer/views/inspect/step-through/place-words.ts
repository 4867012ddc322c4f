import { weightOf } from '../../../../shared/engine/inspect/model.ts'
import { gateOf } from '../../../../shared/engine/inspect/steps.ts'
import type { Place } from '../../../../shared/engine/inspect/stages/stage.ts'
import { useInspectedStore } from '../../../stores/inspected.ts'
import { say } from '../../../messages.ts'

/** A place in words: 'bias of the forget gate, 5' or 'forget gate of ‘not’, unit 3'. */
export function describePlace(place: Place, name: string, words: readonly string[]): string {
  switch (place.kind) {
    case 'input':
      return say.inspect.numberThisWordOnly(name, words[place.word] ?? '', place.component + 1)
    case 'weight':
      return say.inspect.theSameAtEveryWord(name, place.parameter, place.row + 1, place.column + 1)
    case 'gate':
    case 'state':
      return say.inspect.atUnit(name, words[place.word] ?? '', place.unit + 1)
  }
}

/** The number at a place as the model has it now; null where the sentence or model no longer has that place. */
export function valueAt(place: Place): number | null {
  const read = useInspectedStore().forward
  if (!read) return null
  switch (place.kind) {
    case 'input': {
      const found = read.lookUps.find(({ direction }) => direction === place.direction) ?? read.lookUps[0]
      return found.vectors.at(place.word)?.[place.component] ?? null
    }
    case 'weight': {
      const { values, columns } = weightOf(read.model, place.parameter)
      return values[place.row * columns + place.column] ?? null
    }
    case 'gate':
    case 'state': {
      if (read.dense) return read.dense.layers[place.layer - 1]?.h[place.unit] ?? null
      const pass = read.passes.find(({ layer, direction }) => layer === place.layer && direction === place.direction)
      const step = pass?.steps.find(({ word }) => word === place.word)
      if (!step) return null
      if (place.kind === 'gate') return gateOf(step, place.gate).value[place.unit] ?? null
      return (place.state === 'h' ? step.h : step.c)?.[place.unit] ?? null
    }
  }
}
