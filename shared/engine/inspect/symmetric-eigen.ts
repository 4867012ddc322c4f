import { matrix } from './matrix.ts'
import type { Matrix, Vector } from './matrix.ts'

const MOST_SWEEPS = 60

/** Eigenvalues of a symmetric matrix, the largest first, and their eigenvectors as the rows of a matrix. */
export interface SymmetricEigen {
  values: Vector
  vectors: Matrix
}

/**
 * Cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, 4th ed., section 8.5): slow for large matrices and exact for
 * small ones, also where eigenvalues coincide.
 * @throws {RangeError} when the matrix is not square or does not become diagonal.
 */
export function symmetricEigen(A: Matrix): SymmetricEigen {
  const n = A.rows
  if (n !== A.columns) throw new RangeError(`eigenvalues: a square matrix expected, got ${n} × ${A.columns}`)
  const a = A.values.slice()
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  const size = a.reduce((sum, x) => sum + x * x, 0)
  for (let sweep = 0; offDiagonal(a, n) > 1e-30 * size; sweep++) {
    if (sweep === MOST_SWEEPS) throw new RangeError(`eigenvalues: no convergence after ${MOST_SWEEPS} sweeps`)
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q)
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i])
  const vectors = matrix(n, n)
  order.forEach((from, to) => vectors.values.set(v.subarray(from * n, from * n + n), to * n))
  return { values: Float64Array.from(order, (i) => a[i * n + i]), vectors }
}

function offDiagonal(a: Vector, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += 2 * a[i * n + j] ** 2
  return sum
}

/** Makes entry (p, q) zero. Row k of `v` is the eigenvector that belongs to entry (k, k). */
function rotate(a: Vector, v: Vector, n: number, p: number, q: number): void {
  const apq = a[p * n + q]
  if (apq === 0) return
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, c, s)
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, c, s)
  for (let k = 0; k < n; k++) turn(v, p * n + k, q * n + k, c, s)
}

function turn(values: Vector, i: number, j: number, c: number, s: number): void {
  const [x, y] = [values[i], values[j]]
  values[i] = c * x - s * y
  values[j] = s * x + c * y
}
