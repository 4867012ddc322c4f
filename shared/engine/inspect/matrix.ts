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
    // Four sums at a time: one would wait for itself at every addition.
    let [a, b, c, e, j, at] = [0, 0, 0, 0, 0, i * columns]
    for (; j + 3 < columns; j += 4, at += 4) {
      a += d[j] * values[at]
      b += d[j + 1] * values[at + 1]
      c += d[j + 2] * values[at + 2]
      e += d[j + 3] * values[at + 3]
    }
    for (; j < columns; j++, at++) a += d[j] * values[at]
    y[i] = a + b + (c + e)
  }
  return y
}

// Plain loops: `map` and `from` of typed arrays are many times slower, and these run for every unit of every step.

/** f(0) … f(length - 1). */
export function filled(length: number, f: (index: number) => number): Vector {
  const y = new Float64Array(length)
  for (let i = 0; i < length; i++) y[i] = f(i)
  return y
}

export function plus(a: Vector, b: Vector): Vector {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i] + b[i]
  return y
}

export function times(a: Vector, b: Vector): Vector {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = a[i] * b[i]
  return y
}

export function scaled(a: Vector, factor: number): Vector {
  const y = new Float64Array(a.length)
  for (let i = 0; i < y.length; i++) y[i] = factor * a[i]
  return y
}

export function dot(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** Euclidean length (of a matrix's values: Frobenius norm), right also where the squares would underflow. */
export function norm(values: Vector): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] / largest) ** 2
  return largest * Math.sqrt(sum)
}

/** Every `gates`-th value from `gate` on: one gate's columns out of an array that interleaves them by unit. */
export function pick(values: Vector, gates: number, gate: number): Vector {
  const part = new Float64Array(values.length / gates)
  for (let unit = 0, at = gate; unit < part.length; unit++, at += gates) part[unit] = values[at]
  return part
}

/** The inverse of `pick` for all gates: parts[gate][unit] → values[unit · gates + gate]. */
export function interleave(parts: readonly Vector[]): Vector {
  const gates = parts.length
  const values = new Float64Array(gates * parts[0].length)
  for (let gate = 0; gate < gates; gate++)
    for (let unit = 0, at = gate; unit < parts[gate].length; unit++, at += gates) values[at] = parts[gate][unit]
  return values
}

/** One gate's matrix out of a W [·, gates·H] or U [H, gates·H] as checkpoints hold it. */
export function gateColumns({ rows, columns, values }: Matrix, gates: number, gate: number): Matrix {
  return matrix(rows, columns / gates, pick(values, gates, gate))
}
