import { layerName } from '../cells/parameters.ts'
import { applyToInputs } from './interventions.ts'
import type { Direction, Intervention } from './interventions.ts'
import { rowOf } from './matrix.ts'
import type { Vector } from './matrix.ts'
import { weightOf } from './model.ts'
import type { Frame, InspectedModel } from './model.ts'
import { directionsOf } from './passes.ts'

/** A word of the sentence. `position` is its timestep in the padded sentence of maxLength T. */
export interface TracedWord {
  word: number
  id: number
  position: number
}

/**
 * What the first matrix says of every word: a one-hot vector times a matrix is a row of that matrix.
 * `table` is that matrix, 'embedding' or the first W of the direction; `rows[word]` the row, `vectors[word]` its numbers.
 */
export interface LookUp {
  table: string
  direction: Direction
  rows: number[]
  vectors: Vector[]
  /** 1 where an intervention set the number, which then says nothing about the table. */
  held: (Uint8Array | null)[]
}

/** @throws {RangeError} when the sentence is longer than T or an id is no entry of the vocabulary. */
export function placeWords({ dims, padding }: Frame, ids: ArrayLike<number>): TracedWord[] {
  const { maxLength: T, vocabularySize: V } = dims
  if (ids.length > T) throw new RangeError(`inspect: the sentence has ${ids.length} tokens, the model reads ${T}`)
  const first = padding === 'before' ? T - ids.length : 0
  return Array.from(ids, (id, word) => {
    if (!Number.isInteger(id) || id < 0 || id >= V)
      throw new RangeError(`inspect: token id ${id} of word ${word} is not among 0 to ${V - 1}`)
    return { word, id, position: first + word }
  })
}

/** One look-up; two for a bidirectional model with one-hot input, whose directions have a W each. */
export function lookUp(
  model: InspectedModel,
  words: readonly TracedWord[],
  interventions: readonly Intervention[],
): LookUp[] {
  const { spec, dims } = model
  return tablesOf(model).map(({ table, direction }) => {
    const rowsPerPosition = spec.cell === 'ann' && spec.input.kind === 'one-hot' ? dims.vocabularySize : 0
    const rows = words.map(({ id, position }) => position * rowsPerPosition + id)
    const matrix = weightOf(model, table)
    const here = interventions.filter((one) => one.kind === 'input' && (one.direction ?? 'forward') === direction)
    const { vectors, held } = applyToInputs(
      rows.map((row) => rowOf(matrix, row)),
      here,
    )
    return { table, direction, rows, vectors, held }
  })
}

function tablesOf({ spec }: Frame): { table: string; direction: Direction }[] {
  if (spec.input.kind === 'embedding') return [{ table: 'embedding', direction: 'forward' }]
  return directionsOf(spec).map((direction) => ({
    table: `${layerName(spec, 1, direction === 'reverse')}.W`,
    direction,
  }))
}
