import { matrix } from './matrix.ts'
import type { Matrix, Vector } from './matrix.ts'

export interface Complex {
  re: number
  im: number
}

export const modulus = ({ re, im }: Complex): number => Math.hypot(re, im)

/** Steps without a deflation after which an exceptional shift is tried, and per eigenvalue before giving up. */
const EXCEPTIONAL = 10
const MOST_STEPS = 60

/**
 * All eigenvalues of a real square matrix, the largest modulus first; a complex pair stands together, im > 0 first.
 *
 * Hessenberg form by Householder reflections, then Francis' implicit double-shift QR steps (Golub & Van Loan, Matrix
 * Computations, 4th ed., algorithms 7.4.2 and 7.5.1). An entry below the diagonal counts as zero at ε ‖A‖, which keeps the
 * backward error of an orthogonal method. The usual test against its two neighbours on the diagonal never ends for some
 * singular skew-symmetric matrices; ml-matrix 6.15 hangs on one of 6 × 6 (test/unit/inspect/eigenvalues.test.ts).
 *
 * Time grows with the cube of the size: tens of milliseconds for 64 rows, about a second for 256.
 * @throws {RangeError} when the matrix is not square, has entries that are not finite, or the steps do not converge.
 */
export function eigenvalues(A: Matrix): Complex[] {
  const { values, factor } = rescaled(A, 'eigenvalues')
  const n = A.rows
  if (n !== A.columns) throw new RangeError(`eigenvalues: a square matrix expected, got ${A.rows} × ${A.columns}`)
  const H = toHessenberg(values, n)
  const small = Number.EPSILON * frobenius(H)
  const found: Complex[] = []
  let end = n - 1
  let steps = 0
  while (end >= 0) {
    const start = startOfBlock(H, n, end, small)
    if (start === end) {
      found.push({ re: H[end * n + end], im: 0 })
      end -= 1
      steps = 0
    } else if (start === end - 1) {
      found.push(...pair(H, n, start))
      end -= 2
      steps = 0
    } else {
      if (++steps > MOST_STEPS) throw new RangeError(`eigenvalues: no convergence after ${MOST_STEPS} steps`)
      francisStep(H, n, { start, end, exceptional: steps % EXCEPTIONAL === 0 })
    }
  }
  const result = found.map(({ re, im }) => ({ re: factor * re, im: factor * im }))
  return result.sort((a, b) => modulus(b) - modulus(a) || b.re - a.re || b.im - a.im)
}

/** The largest modulus of an eigenvalue, ρ. */
export const spectralRadius = (A: Matrix): number => (A.rows === 0 ? 0 : modulus(eigenvalues(A)[0]))

/** A copy with the largest entry brought to 1, so that no square over- or underflows. */
export function rescaled(A: Matrix, who: string): { values: Vector; factor: number } {
  const largest = A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!Number.isFinite(largest) || A.values.some(Number.isNaN))
    throw new RangeError(`${who}: the matrix has entries that are not finite`)
  const factor = largest === 0 ? 1 : largest
  return { values: A.values.map((value) => value / factor), factor }
}

const frobenius = (values: Vector) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))

/** Orthogonally similar to A [n, n], with zeros below the first subdiagonal; tridiagonal where A is symmetric. */
export function toHessenberg(values: Vector, n: number): Vector {
  const H = matrix(n, n, values.slice()).values
  for (let k = 0; k + 2 < n; k++) {
    const reflect = reflectionOf(Float64Array.from({ length: n - k - 1 }, (_, i) => H[(k + 1 + i) * n + k]))
    if (!reflect) continue
    fromLeft(H, n, { ...reflect, at: k + 1, from: k, to: n - 1 })
    fromRight(H, n, { ...reflect, at: k + 1, from: 0, to: n - 1 })
    for (let i = k + 2; i < n; i++) H[i * n + k] = 0
  }
  return H
}

/** Where the unreduced block that ends at `end` starts. Negligible entries below the diagonal become 0. */
function startOfBlock(H: Vector, n: number, end: number, small: number): number {
  for (let k = end; k > 0; k--) {
    if (Math.abs(H[k * n + k - 1]) > small) continue
    H[k * n + k - 1] = 0
    return k
  }
  return 0
}

/** The two eigenvalues of the 2 × 2 block at `at`, without cancellation. */
function pair(H: Vector, n: number, at: number): [Complex, Complex] {
  const [a, b, c, d] = [H[at * n + at], H[at * n + at + 1], H[(at + 1) * n + at], H[(at + 1) * n + at + 1]]
  const half = (a - d) / 2
  const discriminant = half * half + b * c
  const middle = (a + d) / 2
  if (discriminant < 0) {
    const im = Math.sqrt(-discriminant)
    return [
      { re: middle, im },
      { re: middle, im: -im },
    ]
  }
  const away = half + Math.sign(half || 1) * Math.sqrt(discriminant)
  return [
    { re: d + away, im: 0 },
    { re: away === 0 ? d : d - (b * c) / away, im: 0 },
  ]
}

/** One implicit double-shift step on the block start..end: chases a bulge of 3 × 3 down the diagonal. */
function francisStep(
  H: Vector,
  n: number,
  { start, end, exceptional }: { start: number; end: number; exceptional: boolean },
): void {
  const h = (i: number, j: number) => H[i * n + j]
  const w = Math.abs(h(end, end - 1)) + Math.abs(h(end - 1, end - 2))
  const sum = exceptional ? 1.5 * w : h(end - 1, end - 1) + h(end, end)
  const product = exceptional ? w * w : h(end - 1, end - 1) * h(end, end) - h(end - 1, end) * h(end, end - 1)
  const first = h(start, start)
  const below = h(start + 1, start)
  let column = Float64Array.of(
    first * first + h(start, start + 1) * below - sum * first + product,
    below * (first + h(start + 1, start + 1) - sum),
    below * h(start + 2, start + 1),
  )
  for (let k = start; k < end; k++) {
    const reflect = reflectionOf(column)
    if (reflect) {
      fromLeft(H, n, { ...reflect, at: k, from: Math.max(start, k - 1), to: end })
      fromRight(H, n, { ...reflect, at: k, from: start, to: Math.min(k + 3, end) })
    }
    if (k > start) for (let i = k + 1; i <= Math.min(k + 2, end); i++) H[i * n + k - 1] = 0
    column = Float64Array.from({ length: Math.min(3, end - k) }, (_, i) => h(k + 1 + i, k))
  }
}

interface Reflection {
  v: Vector
  /** 2 / vᵀv: the reflection is I - beta v vᵀ. */
  beta: number
}

/** The Householder reflection that turns x into a multiple of the first axis; null where x is already one. */
function reflectionOf(x: Vector): Reflection | null {
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest === 0 || x.subarray(1).every((value) => value === 0)) return null
  const v = x.map((value) => value / largest)
  v[0] += Math.sign(v[0] || 1) * frobenius(v)
  return { v, beta: 2 / v.reduce((sum, value) => sum + value * value, 0) }
}

/** Rows at.. of columns from..to, and columns at.. of rows from..to. */
type Part = Reflection & { at: number; from: number; to: number }

function fromLeft(H: Vector, n: number, { v, beta, at, from, to }: Part): void {
  for (let j = from; j <= to; j++) {
    let along = 0
    for (let i = 0; i < v.length; i++) along += v[i] * H[(at + i) * n + j]
    along *= beta
    for (let i = 0; i < v.length; i++) H[(at + i) * n + j] -= along * v[i]
  }
}

function fromRight(H: Vector, n: number, { v, beta, at, from, to }: Part): void {
  for (let i = from; i <= to; i++) {
    let along = 0
    for (let j = 0; j < v.length; j++) along += v[j] * H[i * n + at + j]
    along *= beta
    for (let j = 0; j < v.length; j++) H[i * n + at + j] -= along * v[j]
  }
}
