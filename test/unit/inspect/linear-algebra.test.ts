import { EigenvalueDecomposition, Matrix as OtherMatrix, SingularValueDecomposition } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { eigenvalues, modulus, spectralRadius } from '../../../shared/engine/inspect/eigenvalues.ts'
import { gateColumns, interleave, matrix, matrixFrom, norm, pick } from '../../../shared/engine/inspect/matrix.ts'
import type { Matrix } from '../../../shared/engine/inspect/matrix.ts'
import { singularValues } from '../../../shared/engine/inspect/singular-values.ts'
import { spectralNorm } from '../../../shared/engine/inspect/spectral-norm.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { randomMatrix } from './random-models.ts'

const sizes = [1, 2, 3, 5, 8, 17, 40]
const other = ({ rows, columns, values }: Matrix) => OtherMatrix.from1DArray(rows, columns, values)
const expectEach = (values: number[], expected: number[], digits = 9) => {
  expect(values).toHaveLength(expected.length)
  values.forEach((value, n) => expect(value).toBeCloseTo(expected[n], digits))
}
/** By modulus only, since partners of a pair may trade places. */
const moduli = (re: number[], im: number[]) => re.map((x, n) => Math.hypot(x, im[n])).sort((a, b) => b - a)

describe('eigenvalues', () => {
  it.each(sizes)('of random matrices of %i rows are those of ml-matrix', (n) => {
    for (let seed = 1; seed <= 5; seed++) {
      const A = randomMatrix(n, 1 / Math.sqrt(n), seed)
      const { realEigenvalues: re, imaginaryEigenvalues: im } = new EigenvalueDecomposition(other(A))
      const found = eigenvalues(A)
      expectEach(found.map(modulus), moduli(re, im))
      expectEach(found.map((x) => x.re).sort((a, b) => a - b), re.toSorted((a, b) => a - b)) // prettier-ignore
      expectEach(found.map((x) => x.im).sort((a, b) => a - b), im.toSorted((a, b) => a - b)) // prettier-ignore
    }
  })

  it('of a rotation, a shift, a triangle and a companion matrix are known', () => {
    expect(eigenvalues(matrixFrom([[0, -2], [2, 0]]))).toEqual([{ re: 0, im: 2 }, { re: 0, im: -2 }]) // prettier-ignore
    const cycle = matrixFrom([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]]) // prettier-ignore
    expectEach(eigenvalues(cycle).map(modulus), [1, 1, 1, 1])
    expectEach(eigenvalues(matrixFrom([[3, 5, 7], [0, -4, 1], [0, 0, 2]])).map(({ re }) => re), [-4, 3, 2]) // prettier-ignore
    // x³ - 6x² + 11x - 6 = (x - 1)(x - 2)(x - 3)
    expectEach(eigenvalues(matrixFrom([[6, -11, 6], [1, 0, 0], [0, 1, 0]])).map(({ re }) => re), [3, 2, 1]) // prettier-ignore
    expect(eigenvalues(matrixFrom([[0, 0], [0, 0]])).map(modulus)).toEqual([0, 0]) // prettier-ignore
    expect(spectralRadius(matrixFrom([[0, 1], [0, 0]]))).toBe(0) // prettier-ignore
  })

  it('of singular skew-symmetric matrices of ±1 are found, where the test against neighbours never ends', () => {
    const random = stream(1, 'skew')
    for (let round = 0; round < 300; round++) {
      const n = 2 + random.int(11)
      const A = matrix(n, n)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) {
          A.values[i * n + j] = random.int(2) === 0 ? 1 : -1
          A.values[j * n + i] = -A.values[i * n + j]
        }
      const found = eigenvalues(A)
      found.forEach(({ re }) => expect(Math.abs(re)).toBeLessThan(1e-7)) // skew-symmetric: on the imaginary axis
      // Normal matrices: the moduli are the singular values.
      expectEach(found.map(modulus), singularValues(A), 6)
    }
  })

  it('do not mind tiny and huge entries, and refuse what is not finite or not square', () => {
    const A = randomMatrix(6, 1, 9)
    const plain = eigenvalues(A).map(modulus)
    for (const factor of [1e-200, 1e200]) {
      const far = eigenvalues(matrix(6, 6, A.values.map((x) => factor * x))) // prettier-ignore
      expectEach(far.map((x) => modulus(x) / factor), plain) // prettier-ignore
    }
    expect(() => eigenvalues(matrixFrom([[1, NaN], [0, 1]]))).toThrow('not finite') // prettier-ignore
    expect(() => eigenvalues(matrixFrom([[1, Infinity], [0, 1]]))).toThrow('not finite') // prettier-ignore
    expect(() => eigenvalues(matrix(2, 3))).toThrow('square')
  })
})

describe('singular values', () => {
  it.each(sizes)('of random matrices of %i rows are those of ml-matrix, the largest also by bisection', (n) => {
    for (const columns of [n, 2 * n + 1]) {
      const random = stream(n, 'singular', columns)
      const A = matrix(
        n,
        columns,
        Float64Array.from({ length: n * columns }, () => random.normal()),
      )
      const expected = new SingularValueDecomposition(other(A), { autoTranspose: true }).diagonal
      expectEach(singularValues(A), expected)
      expect(spectralNorm(A) / expected[0]).toBeCloseTo(1, 12)
    }
  })

  it('of matrices without full rank, of nothing, and of rotations', () => {
    expectEach(singularValues(matrixFrom([[1, 2], [2, 4]])), [5, 0]) // prettier-ignore
    expectEach(singularValues(matrixFrom([[0, -1], [1, 0]])), [1, 1]) // prettier-ignore
    expect(spectralNorm(matrix(3, 3))).toBe(0)
    expect(spectralNorm(matrix(0, 0))).toBe(0)
    expect(spectralNorm(matrixFrom([[-3]]))).toBeCloseTo(3, 14)
    expect(spectralNorm(matrixFrom([[1e-170, 0], [0, 2e-170]])) / 2e-170).toBeCloseTo(1, 12) // prettier-ignore
    expect(() => spectralNorm(matrixFrom([[NaN]]))).toThrow('not finite')
  })
})

describe('matrices', () => {
  it('gates are taken apart and put together by unit', () => {
    const values = Float64Array.of(1, 2, 3, 4, 5, 6)
    expect([...pick(values, 3, 1)]).toEqual([2, 5])
    expect(interleave([0, 1, 2].map((gate) => pick(values, 3, gate)))).toEqual(values)
    expect(gateColumns(matrix(2, 4, Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8)), 2, 0)).toEqual(
      matrixFrom([
        [1, 3],
        [5, 7],
      ]),
    )
  })
  it('norms do not underflow', () => {
    expect(norm(Float64Array.of(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 14)
    expect(norm(Float64Array.of(0, 0))).toBe(0)
  })
  it('a matrix says what is wrong with its size', () => {
    expect(() => matrix(2, 2, new Float64Array(3))).toThrow('2 × 2 needs 4 values, got 3')
  })
})
