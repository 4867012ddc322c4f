/** The loops run on 32-bit numbers in training and on 64-bit ones in gradient checks. */
export type Floats = Float32Array | Float64Array

/** A new array of zeros of the same precision. */
export const zerosLike = (like: Floats, length: number): Floats =>
  like instanceof Float64Array ? new Float64Array(length) : new Float32Array(length)

/** x [rows, columns] with its axes swapped. */
export function transposed(x: Floats, rows: number, columns: number): Floats {
  const result = zerosLike(x, x.length)
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) result[c * rows + r] = x[r * columns + c]
  return result
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
