import { FIRST_WORD_ID } from '../../text/vocabulary.ts'
import { dot, norm, rowOf } from './matrix.ts'
import type { Matrix } from './matrix.ts'

export type Closeness = 'cosine' | 'euclidean'

/** How two word vectors stand to each other. */
export interface Nearness {
  /** Cosine of the angle between them, -1 to 1; NaN where one of them is zero. */
  cosine: number
  /** ‖a - b‖. */
  distance: number
}

export interface Neighbour extends Nearness {
  id: number
  /** Length of its own vector. */
  norm: number
}

/** @throws {RangeError} when the table has no such row. */
export function nearnessOf(table: Matrix, a: number, b: number): Nearness {
  const [x, y] = [a, b].map((row) => {
    if (!Number.isInteger(row) || row < 0 || row >= table.rows)
      throw new RangeError(`neighbours: the table has rows 0 to ${table.rows - 1}, not ${row}`)
    return rowOf(table, row)
  })
  let squares = 0
  for (let i = 0; i < x.length; i++) squares += (x[i] - y[i]) ** 2
  return { cosine: dot(x, y) / (norm(x) * norm(y)), distance: Math.sqrt(squares) }
}

/** The `count` words closest to a word, closest first. The marks of padding and of the unknown word are no words. */
export function nearestWords(table: Matrix, id: number, by: Closeness, count: number): Neighbour[] {
  const found: Neighbour[] = []
  for (let other = FIRST_WORD_ID; other < table.rows; other++)
    if (other !== id) found.push({ id: other, ...nearnessOf(table, id, other), norm: norm(rowOf(table, other)) })
  const far = ({ cosine, distance }: Neighbour) =>
    by === 'euclidean' ? distance : Number.isNaN(cosine) ? Infinity : -cosine
  return found.sort((a, b) => far(a) - far(b) || a.id - b.id).slice(0, count)
}
