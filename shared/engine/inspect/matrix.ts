/** A vector in double precision. */
export type Vector = Float64Array<ArrayBuffer>

/** A matrix in double precision, row after row. */
export interface Matrix {
  rows: number
  columns: number
  values: Vector
}

/** @throws {RangeError} when the values do not fill rows × columns. */
export function matrix(rows: number, columns: number, values: Vector = new Float64Array(rows * columns)): Matrix {
  if (values.length !== rows * columns)
    throw new RangeError(`matrix: ${rows} × ${columns} needs ${rows * columns} values, got ${values.length}`)
  return { rows, columns, values }
}

/** A matrix from its rows, e.g. `matrixFrom([[1, 1], [1, -1]])`. */
export function matrixFrom(rows: readonly (readonly number[])[]): Matrix {
  return matrix(rows.length, rows[0]?.length ?? 0, Float64Array.from(rows.flat()))
}

/** A view of one row: changing it changes the matrix. */
export const rowOf = ({ columns, values }: Matrix, row: number): Vector =>
  values.subarray(row * columns, (row + 1) * columns)

/** x M for a row vector x [rows] → [columns]. */
export function rowTimes(x: Vector, { rows, columns, values }: Matrix): Vector {
  const y = new Float64Array(columns)
  for (let i = 0; i < rows; i++) {
    const factor = x[i]
    if (factor === 0) continue
    for (let j = 0, at = i * columns; j < columns; j++, at++) y[j] += factor * values[at]
  }
  return y
}

/** d Mᵀ for a row vector d [columns] → [rows]: how a gradient goes back through x M. */
export function rowTimesTransposed(d: Vector, { rows, columns, values }: Matrix): Vector {
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let j = 0, at = i * columns; j < columns; j++, at++) sum += d[j] * values[at]
    y[i] = sum
  }
  return y
}

export const plus = (a: Vector, b: Vector): Vector => a.map((value, i) => value + b[i])
export const times = (a: Vector, b: Vector): Vector => a.map((value, i) => value * b[i])
export const scaled = (a: Vector, factor: number): Vector => a.map((value) => factor * value)

export function dot(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** Euclidean length (of a matrix's values: Frobenius norm), right also where the squares would underflow. */
export function norm(values: Vector): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest === 0 || !Number.isFinite(largest)) return largest
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0))
}

/** Every `gates`-th value from `gate` on: one gate's columns out of an array that interleaves them by unit. */
export function pick(values: Vector, gates: number, gate: number): Vector {
  return Float64Array.from({ length: values.length / gates }, (_, unit) => values[unit * gates + gate])
}

/** The inverse of `pick` for all gates: parts[gate][unit] → values[unit · gates + gate]. */
export function interleave(parts: readonly Vector[]): Vector {
  const values = new Float64Array(parts.length * parts[0].length)
  parts.forEach((part, gate) => part.forEach((value, unit) => (values[unit * parts.length + gate] = value)))
  return values
}

/** One gate's matrix out of a W [·, gates·H] or U [H, gates·H] as checkpoints hold it. */
export function gateColumns({ rows, columns, values }: Matrix, gates: number, gate: number): Matrix {
  return matrix(rows, columns / gates, pick(values, gates, gate))
}
