import { filled, matrix } from './matrix.ts'
import type { Matrix, Vector } from './matrix.ts'
import { weightOf, withWeight } from './model.ts'
import type { InspectedModel } from './model.ts'

/** Gates by cell. RNN: h (its one activation). LSTM: i, f, g, o. GRU: r, z, n. */
export type GateName = 'h' | 'i' | 'f' | 'g' | 'o' | 'r' | 'z' | 'n'
/** From the first word to the last, or (second half of a bidirectional layer) from the last to the first. */
export type Direction = 'forward' | 'reverse'

/** Which units at which words (both counted from 0). */
export interface Where {
  /** From 1, as in the parameter names. */
  layer: number
  direction?: Direction
  units: readonly number[] | 'all'
  words: readonly number[] | 'all'
}

/**
 * One change by hand. A trace with interventions computes everything that follows from them, and nothing before.
 *
 * input: one component of the vector that is looked up for a word (the row of the embedding; one-hot input: of the first W,
 * that of `direction`).
 * weight: one entry of a parameter (vectors have row 0); scale: all entries of a parameter times a factor.
 * gate: a gate is held at a value whatever its sum says; state: a unit's h or c is held (of an ANN: h of a hidden layer).
 * What is held no longer depends on anything, so no gradient passes through it.
 */
export type Intervention =
  | { kind: 'input'; word: number; component: number; value: number; direction?: Direction }
  | { kind: 'weight'; parameter: string; row: number; column: number; value: number }
  | { kind: 'scale'; parameter: string; factor: number }
  | ({ kind: 'gate'; gate: GateName; value: number } & Where)
  | ({ kind: 'state'; state: 'h' | 'c'; value: number } & Where)

/** Sets what is held in `values` and answers which units are (1) or not (0); null when none is. */
export type Clamp = (what: GateName | 'state h' | 'state c', word: number, values: Vector) => Uint8Array | null

/** The model with its weights changed; the one given stays as it is. @throws {RangeError} at an entry that is not there. */
export function applyToWeights(model: InspectedModel, interventions: readonly Intervention[]): InspectedModel {
  let changed = model
  for (const one of interventions) {
    if (one.kind !== 'weight' && one.kind !== 'scale') continue
    changed = withWeight(changed, one.parameter, changedMatrix(weightOf(changed, one.parameter), one))
  }
  return changed
}

function changedMatrix({ rows, columns, values }: Matrix, one: Intervention & { kind: 'weight' | 'scale' }): Matrix {
  if (one.kind === 'scale')
    return matrix(
      rows,
      columns,
      values.map((value) => one.factor * value),
    )
  if (!isIndex(one.row, rows) || !isIndex(one.column, columns))
    throw new RangeError(`inspect: ${one.parameter} [${rows},${columns}] has no entry [${one.row},${one.column}]`)
  const copy = values.slice()
  copy[one.row * columns + one.column] = one.value
  return matrix(rows, columns, copy)
}

/** The vectors looked up for the words, with the changes of kind 'input'. Words without a change keep their array. */
export function applyToInputs(
  inputs: readonly Vector[],
  interventions: readonly Intervention[],
): { vectors: Vector[]; held: (Uint8Array | null)[] } {
  const vectors = [...inputs]
  const held: (Uint8Array | null)[] = inputs.map(() => null)
  for (const one of interventions) {
    if (one.kind !== 'input') continue
    if (!isIndex(one.word, inputs.length) || !isIndex(one.component, inputs[one.word].length))
      throw new RangeError(`inspect: word ${one.word} has no input component ${one.component}`)
    const { word, component } = one
    if (held[word] === null) vectors[word] = inputs[word].slice()
    const mark = (held[word] ??= new Uint8Array(vectors[word].length))
    vectors[word][component] = one.value
    mark[component] = 1
  }
  return { vectors, held }
}

/** What is held in one layer, read in one direction. Later interventions win. */
export function clampOf(interventions: readonly Intervention[], layer: number, direction: Direction): Clamp {
  const here = interventions.filter(
    (one): one is Held =>
      (one.kind === 'gate' || one.kind === 'state') &&
      one.layer === layer &&
      (one.direction ?? 'forward') === direction,
  )
  return (what, word, values) => {
    let held: Uint8Array | null = null
    for (const one of here) {
      if ((one.kind === 'gate' ? one.gate : `state ${one.state}`) !== what) continue
      if (one.words !== 'all' && !one.words.includes(word)) continue
      held ??= new Uint8Array(values.length)
      for (const unit of one.units === 'all' ? values.keys() : one.units) {
        if (!isIndex(unit, values.length)) throw new RangeError(`inspect: layer ${layer} has no unit ${unit}`)
        values[unit] = one.value
        held[unit] = 1
      }
    }
    return held
  }
}

type Held = Intervention & { kind: 'gate' | 'state' }

/** The gradient that passes on: 0 where the value is held. */
export const released = (d: Vector, held: Uint8Array | null): Vector =>
  held === null ? d : filled(d.length, (unit) => (held[unit] === 1 ? 0 : d[unit]))

/** What is left to apply once the weights are changed. */
export const withoutWeights = (interventions: readonly Intervention[]): Intervention[] =>
  interventions.filter(({ kind }) => kind !== 'weight' && kind !== 'scale')

/** The same interventions on the sentence without one of its words. */
export function withoutWord(interventions: readonly Intervention[], left: number): Intervention[] {
  const moved = (word: number) => (word > left ? word - 1 : word)
  return interventions.flatMap((one): Intervention[] => {
    if (one.kind === 'input') return one.word === left ? [] : [{ ...one, word: moved(one.word) }]
    if (one.kind === 'weight' || one.kind === 'scale' || one.words === 'all') return [one]
    return [{ ...one, words: one.words.filter((word) => word !== left).map(moved) }]
  })
}

/** @throws {RangeError} when an intervention speaks of a layer, gate or state that the model does not have. */
export function refuseUnknown(
  interventions: readonly Intervention[],
  { layers, gates, states }: { layers: number; gates: readonly GateName[]; states: readonly ('h' | 'c')[] },
): void {
  for (const one of interventions) {
    if (one.kind !== 'gate' && one.kind !== 'state') continue
    if (!Number.isInteger(one.layer) || one.layer < 1 || one.layer > layers)
      throw new RangeError(`inspect: the model has layers 1 to ${layers}, not ${one.layer}`)
    if (one.kind === 'gate' && !gates.includes(one.gate))
      throw new RangeError(`inspect: the cell has no gate '${one.gate}'; it has ${gates.join(', ') || 'none'}`)
    if (one.kind === 'state' && !states.includes(one.state))
      throw new RangeError(`inspect: the cell has no state '${one.state}'; it has ${states.join(', ')}`)
  }
}

const isIndex = (index: number, length: number) => Number.isInteger(index) && index >= 0 && index < length
