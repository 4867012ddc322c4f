import { rescaled } from './eigenvalues.ts'
import type { Matrix, Vector } from './matrix.ts'

/** Sweeps over all pairs of columns; in practice six to ten are enough. */
const MOST_SWEEPS = 60

/**
 * All singular values, the largest first, by one-sided Jacobi rotations (Hestenes 1958; Golub & Van Loan, Matrix
 * Computations, 4th ed., section 8.6.3): the columns are turned against one another until they are orthogonal; their lengths
 * are the singular values. As fast as bidiagonalisation for the sizes of a hidden layer, and short.
 * @throws {RangeError} when an entry is not finite or the rotations do not converge.
 */
export function singularValues(A: Matrix): number[] {
  const { values, factor } = rescaled(A, 'singular values')
  const wide = A.columns > A.rows
  const [count, length] = wide ? [A.rows, A.columns] : [A.columns, A.rows]
  const columns = Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length }, (_, i) => (wide ? values[j * A.columns + i] : values[i * A.columns + j])),
  )
  const negligible = (Number.EPSILON * length2(values)) ** 2
  for (let sweep = 0; sweep <= MOST_SWEEPS; sweep++) {
    let turned = false
    for (let p = 0; p < count; p++)
      for (let q = p + 1; q < count; q++) if (orthogonalise(columns[p], columns[q], negligible)) turned = true
    if (!turned) return columns.map((column) => factor * length2(column)).sort((a, b) => b - a)
  }
  throw new RangeError(`singular values: no convergence after ${MOST_SWEEPS} sweeps`)
}

/**
 * Turns two columns in their plane until they are orthogonal; false when they are already, to rounding. A column whose squared
 * length is `negligible` is what rounding left of nothing (the matrix has no full rank): it points nowhere.
 */
function orthogonalise(a: Vector, b: Vector, negligible: number): boolean {
  let [aa, bb, ab] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    aa += a[i] * a[i]
    bb += b[i] * b[i]
    ab += a[i] * b[i]
  }
  if (Math.min(aa, bb) <= negligible) return false
  if (Math.abs(ab) <= Number.EPSILON * a.length * Math.sqrt(aa) * Math.sqrt(bb)) return false
  const zeta = (bb - aa) / (2 * ab)
  const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.hypot(1, zeta))
  const cos = 1 / Math.hypot(1, t)
  const sin = cos * t
  for (let i = 0; i < a.length; i++) {
    const kept = a[i]
    a[i] = cos * kept - sin * b[i]
    b[i] = sin * kept + cos * b[i]
  }
  return true
}

const length2 = (x: Vector) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0))
