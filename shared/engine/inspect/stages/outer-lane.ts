import { termMatrix } from '../contributions.ts'
import { number, product } from './expression.ts'
import type { Lane, Quantity } from './stage.ts'

/** leftᵀ right: what one use of a weight matrix gives to its gradient. */
export function outerLane(
  { left, right, tex, name }: { left: Quantity; right: Quantity; tex: string; name: string },
  words: { tex: string; reading: string },
): Lane {
  const values = termMatrix({ word: null, row: 0, left: left.values, right: right.values })
  return {
    ...words,
    diagram: { kind: 'outer', left, right },
    result: { tex, name, held: null, ...values },
    at: (column, row = 0) => product(number(left.values[row], left.tex), number(right.values[column], right.tex)),
  }
}
