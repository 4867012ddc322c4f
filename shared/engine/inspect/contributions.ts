import { matrix, norm } from './matrix.ts'
import type { Matrix, Vector } from './matrix.ts'

/**
 * One term of a parameter's gradient: leftᵀ right (an outer product), set into the parameter from row `row` on. Everything a
 * sentence does to a parameter is a sum of such terms, because a weight is used once per timestep: ∂L/∂U = Σ_k h_(k-1)ᵀ dz_k
 * ("temporal contributions": Pascanu, Mikolov & Bengio 2013, arXiv 1211.5063, eq. 4). Look-ups and biases have left = [1].
 */
export interface Term {
  /** Through which word it goes; null for what does not belong to a word (output layer, higher layers of an ANN). */
  word: number | null
  row: number
  left: Vector
  right: Vector
}

/** The gradient of one parameter, term by term. Vectors count as a matrix of one row. */
export interface ParameterGradient {
  parameter: string
  rows: number
  columns: number
  terms: Term[]
}

/** One term as a matrix of its own size [left, right]; it starts at row `row` of the parameter. */
export function termMatrix({ left, right }: Term): Matrix {
  const product = matrix(left.length, right.length)
  left.forEach((a, i) => right.forEach((b, j) => (product.values[i * right.length + j] = a * b)))
  return product
}

/** Frobenius norm of a term: the norm of an outer product is the product of the norms. */
export const termNorm = ({ left, right }: Term): number => norm(left) * norm(right)

/** The sum of the terms as a matrix of the parameter's shape: the gradient. */
export function sumOfTerms(gradient: Pick<ParameterGradient, 'rows' | 'columns' | 'terms'>): Matrix {
  const { rows, columns, terms } = gradient
  const sum = matrix(rows, columns)
  for (const { row, left, right } of terms)
    for (let i = 0; i < left.length; i++)
      for (let j = 0, at = (row + i) * columns; j < columns; j++, at++) sum.values[at] += left[i] * right[j]
  return sum
}

/** Only the rows that some term touches, in order: of a word table few, of other parameters all that are used. */
export function touchedRows({ terms, columns }: Pick<ParameterGradient, 'columns' | 'terms'>): Map<number, Vector> {
  const rows = new Map<number, Vector>()
  for (const { row, left, right } of terms)
    left.forEach((factor, i) => {
      let sum = rows.get(row + i)
      if (!sum) rows.set(row + i, (sum = new Float64Array(columns)))
      for (let j = 0; j < columns; j++) sum[j] += factor * right[j]
    })
  return new Map([...rows].toSorted(([a], [b]) => a - b))
}

/** Norm of the whole gradient, without making its matrix. */
export const gradientNorm = (gradient: ParameterGradient): number =>
  norm(Float64Array.from([...touchedRows(gradient).values()].map(norm)))

/** The gradient through one word only: a norm per word of the sentence. Terms of one word lie in different rows. */
export function normsByWord({ terms }: ParameterGradient, words: number): Vector {
  const ofWord = (word: number) => terms.filter((term) => term.word === word).map(termNorm)
  return Float64Array.from({ length: words }, (_, word) => norm(Float64Array.from(ofWord(word))))
}
