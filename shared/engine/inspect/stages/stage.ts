import type { Direction, GateName } from '../interventions.ts'
import type { Vector } from '../matrix.ts'
import type { Expression } from './expression.ts'

/** One number that can be changed by hand, see interventions.ts. */
export type Place =
  | { kind: 'input'; word: number; component: number; direction: Direction }
  | { kind: 'weight'; parameter: string; row: number; column: number }
  | { kind: 'gate'; gate: GateName; layer: number; direction: Direction; word: number; unit: number }
  | { kind: 'state'; state: 'h' | 'c'; layer: number; direction: Direction; word: number; unit: number }

/** A vector (one row) or matrix with its name, ready to be drawn. */
export interface Quantity {
  /** In TeX, e.g. 'W_f'. */
  tex: string
  /** In words, e.g. 'weights of the forget gate'. */
  name: string
  rows: number
  columns: number
  values: Vector
  /** 1 where a change by hand holds the value, by entry; null: nowhere. */
  held: Uint8Array | null
  /** Where a number can be changed; absent: it follows from others. */
  place?: (row: number, column: number) => Place | null
}

/** How the operands of an equation lie to each other. */
export type Diagram =
  /** A row is taken out of a table: what a one-hot vector times a matrix is. */
  | { kind: 'look-up'; table: string; tex: string; row: number; id: number; entries: number; word: number }
  /** A row vector times a matrix, column by column; `plus` is added to the result. */
  | { kind: 'product'; left: Quantity; matrix: Quantity; plus?: Quantity }
  /** Unit by unit: the operands lie under each other. */
  | { kind: 'rows'; rows: Quantity[] }
  /** An outer product leftᵀ right. */
  | { kind: 'outer'; left: Quantity; right: Quantity }

/** One equation. */
export interface Lane {
  /** In general, in TeX. */
  tex: string
  /** One sentence on what it says and how to read the picture. */
  reading: string
  diagram: Diagram
  result: Quantity
  /** The same equation with the numbers of one entry of the result; it evaluates to that entry. */
  at: (column: number, row?: number) => Expression
}

/** A formula of a timestep; of a layer with several gates a lane for each of them. */
export interface Stage {
  /** The same for the same formula at every timestep, e.g. 'z_f'. */
  key: string
  title: string
  lanes: readonly { key: string; name: string; open: () => Lane }[]
}

/** A stage of one equation. */
export const single = (key: string, title: string, open: () => Lane): Stage => ({
  ...{ key, title, lanes: [{ key: '', name: title, open }] },
})

export function vector(
  values: Vector,
  {
    tex,
    name,
    held = null,
    place,
  }: { tex: string; name: string; held?: Uint8Array | null; place?: (unit: number) => Place | null },
): Quantity {
  const of = { tex, name, rows: 1, columns: values.length, values, held }
  return place ? { ...of, place: (_, column) => place(column) } : of
}
