import { number, sum } from './expression.ts'
import type { Expression } from './expression.ts'
import { columnOf } from './operands.ts'
import type { Lane, Quantity } from './stage.ts'

/** result = left matrix (+ plus), column by column. */
export function productLane(
  { left, matrix, plus, result }: { left: Quantity; matrix: Quantity; plus?: Quantity; result: Quantity },
  words: { tex: string; reading: string },
): Lane {
  const at = (column: number): Expression => {
    const product: Expression = { is: 'dot', left: left.values, right: columnOf(matrix, column) }
    return plus ? sum(product, number(plus.values[column], plus.tex)) : product
  }
  return { ...words, diagram: { kind: 'product', left, matrix, ...(plus && { plus }) }, result, at }
}
