import { transposed, zerosLike } from './floats.ts'
import type { Floats } from './floats.ts'

/** Where the numbers of one product stand. Offsets and strides count array elements. */
export interface RowsProduct {
  C: Floats
  c: number
  A: Floats
  a: number
  /** From one row of A to the next, and from one column to the next: swapped, they read A transposed. */
  aRow: number
  aColumn: number
  B: Floats
  /** Columns of A = rows of B, and columns of B = columns of C. */
  K: number
  N: number
  /** The rows to compute: the first `count` entries. Others stay as they are. */
  rows: Int32Array
  count: number
  /** What the sums start from: row r at start + r · startRow; null for 0. */
  start: Floats | null
  startAt: number
  startRow: number
}

/**
 * C[r] = start[r] + A[r] B for the listed rows r, B [K, N] contiguous.
 *
 * Two rows by four columns at a time, so that 16 operations share 6 loads and the sums stay in registers, in double
 * precision. On Node 24 this makes 4.8 GFLOP/s on one core, tf.matMul of the cpu backend 0.95 (test/bench/engine.ts).
 */
export function multiplyRows(job: RowsProduct): void {
  const { C, A, B, K, N, rows, count, aColumn, start } = job
  const wide = N - (N % 4)
  for (let n = 0; n < count; n += 2) {
    const r = rows[n]
    const s = n + 1 < count ? rows[n + 1] : r // an odd last row is computed twice
    const ar = job.a + r * job.aRow
    const as = job.a + s * job.aRow
    const cr = job.c + r * N
    const cs = job.c + s * N
    const zr = job.startAt + r * job.startRow
    const zs = job.startAt + s * job.startRow
    for (let j = 0; j < wide; j += 4) {
      let r0 = 0
      let r1 = 0
      let r2 = 0
      let r3 = 0
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      if (start !== null) {
        r0 = start[zr + j]
        r1 = start[zr + j + 1]
        r2 = start[zr + j + 2]
        r3 = start[zr + j + 3]
        s0 = start[zs + j]
        s1 = start[zs + j + 1]
        s2 = start[zs + j + 2]
        s3 = start[zs + j + 3]
      }
      for (let k = 0, b = j, p = ar, q = as; k < K; k++, b += N, p += aColumn, q += aColumn) {
        const x = A[p]
        const y = A[q]
        const b0 = B[b]
        const b1 = B[b + 1]
        const b2 = B[b + 2]
        const b3 = B[b + 3]
        r0 += x * b0
        r1 += x * b1
        r2 += x * b2
        r3 += x * b3
        s0 += y * b0
        s1 += y * b1
        s2 += y * b2
        s3 += y * b3
      }
      C[cr + j] = r0
      C[cr + j + 1] = r1
      C[cr + j + 2] = r2
      C[cr + j + 3] = r3
      C[cs + j] = s0
      C[cs + j + 1] = s1
      C[cs + j + 2] = s2
      C[cs + j + 3] = s3
    }
    for (let j = wide; j < N; j++) {
      let r0 = start === null ? 0 : start[zr + j]
      let s0 = start === null ? 0 : start[zs + j]
      for (let k = 0, b = j, p = ar, q = as; k < K; k++, b += N, p += aColumn, q += aColumn) {
        r0 += A[p] * B[b]
        s0 += A[q] * B[b]
      }
      C[cr + j] = r0
      C[cs + j] = s0
    }
  }
}

/** A [M, K] times B [K, N], plus bias [N] on every row. Rows of A that hold only zeros (padding) are not multiplied. */
export function productAB(A: Floats, B: Floats, size: { M: number; K: number; N: number }, bias?: Floats): Floats {
  const { M, K, N } = size
  const C = zerosLike(A, M * N)
  const rows = nonZeroRows(A, M, K)
  if (bias && rows.length < M) for (let r = 0; r < M; r++) C.set(bias, r * N)
  const start = bias ?? null
  multiplyRows({
    ...{ C, c: 0, A, a: 0, aRow: K, aColumn: 1, B, K, N },
    ...{ rows, count: rows.length, start, startAt: 0, startRow: 0 },
  })
  return C
}

/** A [K, M] transposed times B [K, N]: rows k in which A or B is all zeros (padding) are left out of the sums. */
export function productATB(A: Floats, B: Floats, size: { M: number; K: number; N: number }): Floats {
  const { M, N } = size
  const alive = nonZeroRows(A, size.K, M).filter((k) => isNonZero(B, k * N, N))
  const K = alive.length
  const whole = K === size.K
  const C = zerosLike(A, M * N)
  multiplyRows({
    ...{ C, c: 0, A: whole ? A : picked(A, alive, M), a: 0, aRow: 1, aColumn: M, B: whole ? B : picked(B, alive, N) },
    ...{ K, N, rows: Int32Array.from({ length: M }, (_, r) => r), count: M },
    ...{ start: null, startAt: 0, startRow: 0 },
  })
  return C
}

/** A [M, K] times B [N, K] transposed. */
export const productABT = (A: Floats, B: Floats, size: { M: number; K: number; N: number }, bias?: Floats): Floats =>
  productAB(A, transposed(B, size.N, size.K), size, bias)

function nonZeroRows(x: Floats, rows: number, columns: number): Int32Array {
  const found = new Int32Array(rows)
  let count = 0
  for (let r = 0; r < rows; r++) if (isNonZero(x, r * columns, columns)) found[count++] = r
  return found.subarray(0, count)
}

function isNonZero(x: Floats, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) if (x[i] !== 0) return true
  return false
}

function picked(x: Floats, rows: Int32Array, columns: number): Floats {
  const result = zerosLike(x, rows.length * columns)
  rows.forEach((row, n) => result.set(x.subarray(row * columns, (row + 1) * columns), n * columns))
  return result
}
