import { rescaled, toHessenberg } from './eigenvalues.ts'
import type { Matrix, Vector } from './matrix.ts'

/**
 * The largest singular value σ₁: the most by which the matrix can lengthen a vector. The root of the largest eigenvalue of
 * AᵀA, which a Householder reduction makes tridiagonal and bisection by Sturm counts finds to the last bits (Golub & Van
 * Loan, Matrix Computations, 4th ed., sections 8.3.1 and 8.4.1). Several times as fast as all singular values, and nothing to
 * converge. Squaring costs small singular values their digits, not the largest.
 * @throws {RangeError} when an entry is not finite.
 */
export function spectralNorm(A: Matrix): number {
  if (A.values.length === 0) return 0
  const { values, factor } = rescaled(A, 'spectral norm')
  const n = Math.min(A.rows, A.columns)
  const T = toHessenberg(gram(values, A), n)
  const diagonal = Float64Array.from({ length: n }, (_, i) => T[i * n + i])
  const squares = Float64Array.from({ length: n - 1 }, (_, i) => T[(i + 1) * n + i] ** 2)
  let [below, above] = [0, diagonal.reduce((a, b) => a + b, 0) * (1 + n * Number.EPSILON)]
  for (;;) {
    const middle = (below + above) / 2
    if (middle <= below || middle >= above) return factor * Math.sqrt(above)
    if (allBelow(diagonal, squares, middle)) above = middle
    else below = middle
  }
}

/** AᵀA, or AAᵀ where that is smaller. */
function gram(values: Vector, { rows, columns }: Matrix): Vector {
  const wide = columns > rows
  const [n, length] = wide ? [rows, columns] : [columns, rows]
  const product = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < length; k++)
        sum += wide
          ? values[i * columns + k] * values[j * columns + k]
          : values[k * columns + i] * values[k * columns + j]
      product[i * n + j] = sum
      product[j * n + i] = sum
    }
  return product
}

/** Whether all eigenvalues of a symmetric tridiagonal matrix lie below x: all pivots of T - x are negative. */
function allBelow(diagonal: Vector, squares: Vector, x: number): boolean {
  let pivot = diagonal[0] - x
  for (let i = 1; i < diagonal.length; i++) {
    if (pivot >= 0) return false
    pivot = diagonal[i] - x - squares[i - 1] / pivot
  }
  return pivot < 0
}
