import { stream } from '../training/random.ts'
import { dot, filled, matrix, norm, rowOf, rowTimes, rowTimesTransposed } from './matrix.ts'
import type { Matrix, Vector } from './matrix.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

/** Directions carried along beside those asked for: the more, the faster the gap to the next one closes. */
const SPARE = 6
const MOST_STEPS = 2000

/** The directions in which points spread most. */
export interface PrincipalComponents {
  /** [D], the middle of the points. */
  mean: Vector
  /** [count, D], orthonormal rows; the largest entry of each is positive, so that a picture does not turn over. */
  axes: Matrix
  /** Variance along each axis (divisor N - 1), falling. */
  variances: number[]
  /** Sum of the variances along all D axes. */
  total: number
}

/**
 * Principal components of N points [N, D] by subspace iteration with Rayleigh–Ritz steps (Golub & Van Loan, 4th ed., section
 * 8.2.4) on the centred points: no D × D matrix is made. Fewer axes come out where there are fewer points or dimensions.
 * @throws {RangeError} for fewer than two points or a number that is not finite.
 */
export function principalComponents(points: Matrix, count = 2): PrincipalComponents {
  const { rows: N, columns: D } = points
  if (N < 2 || !points.values.every(Number.isFinite))
    throw new RangeError(`pca: at least two points with finite numbers are needed, got ${N}`)
  const mean = meanOf(points)
  const centred = matrix(N, D)
  for (let n = 0; n < N; n++) for (let d = 0; d < D; d++) centred.values[n * D + d] = points.values[n * D + d] - mean[d]
  const total = dot(centred.values, centred.values) / (N - 1)
  const random = stream(1, 'pca')
  const kept = Math.min(count, D, N - 1)
  let basis = orthonormal(Array.from({ length: Math.min(D, kept + SPARE) }, () => filled(D, () => random.normal())))
  let variances: Vector = new Float64Array(basis.length)
  for (let step = 0; step < MOST_STEPS; step++) {
    const images = basis.map((axis) => covarianceTimes(centred, axis))
    const { values, vectors } = symmetricEigen(gram(basis, images))
    const turned = Array.from(values, (_, k) => combined(basis, rowOf(vectors, k)))
    const moved = Array.from(values, (_, k) => combined(images, rowOf(vectors, k)))
    variances = values
    const off = Math.max(...moved.slice(0, kept).map((y, k) => distance(y, turned[k], values[k])))
    basis = turned
    if (off <= 1e-12 * Math.max(values[0], Number.MIN_VALUE)) break
    basis = orthonormal(moved.map((y, k) => (norm(y) > 1e-14 * values[0] ? y : turned[k])))
  }
  const axes = matrix(kept, D)
  for (let k = 0; k < kept; k++) rowOf(axes, k).set(upright(basis[k]))
  return { mean, axes, variances: Array.from(variances.subarray(0, kept), (v) => Math.max(0, v)), total }
}

/** Where points [N, D] stand on the axes, [N, count]. */
export function projected({ mean, axes }: PrincipalComponents, points: Matrix): Matrix {
  const shift = rowTimesTransposed(mean, axes)
  const places = matrix(points.rows, axes.rows)
  for (let n = 0; n < points.rows; n++) {
    const place = rowTimesTransposed(rowOf(points, n), axes)
    for (let k = 0; k < axes.rows; k++) places.values[n * axes.rows + k] = place[k] - shift[k]
  }
  return places
}

function meanOf({ rows, columns, values }: Matrix): Vector {
  const mean = new Float64Array(columns)
  for (let at = 0; at < values.length; at++) mean[at % columns] += values[at] / rows
  return mean
}

const covarianceTimes = (centred: Matrix, axis: Vector): Vector =>
  rowTimes(rowTimesTransposed(axis, centred), centred).map((x) => x / (centred.rows - 1))

function gram(a: readonly Vector[], b: readonly Vector[]): Matrix {
  const n = a.length
  return matrix(
    n,
    n,
    filled(n * n, (at) => {
      const [i, j] = [Math.floor(at / n), at % n]
      return (dot(a[i], b[j]) + dot(a[j], b[i])) / 2
    }),
  )
}

function combined(basis: readonly Vector[], shares: Vector): Vector {
  const sum = new Float64Array(basis[0].length)
  basis.forEach((axis, k) => axis.forEach((x, d) => (sum[d] += shares[k] * x)))
  return sum
}

const distance = (y: Vector, axis: Vector, value: number) => norm(filled(y.length, (d) => y[d] - value * axis[d]))

/** Gram–Schmidt, twice: once is not enough where the vectors are nearly parallel. */
function orthonormal(vectors: readonly Vector[]): Vector[] {
  const basis: Vector[] = []
  for (const vector of vectors) {
    let left = vector
    for (let pass = 0; pass < 2; pass++)
      for (const axis of basis) {
        const share = dot(left, axis)
        left = filled(left.length, (d) => left[d] - share * axis[d])
      }
    const length = norm(left)
    if (length > 0) basis.push(filled(left.length, (d) => left[d] / length))
  }
  return basis
}

function upright(axis: Vector): Vector {
  const largest = axis.reduce((best, x) => (Math.abs(x) > Math.abs(best) + 1e-12 ? x : best), 0)
  return largest < 0 ? axis.map((x) => -x) : axis
}
