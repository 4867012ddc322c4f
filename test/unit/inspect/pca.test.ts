import { EigenvalueDecomposition, Matrix as OtherMatrix, SingularValueDecomposition } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { dot, matrix, matrixFrom, rowOf } from '../../../shared/engine/inspect/matrix.ts'
import type { Matrix } from '../../../shared/engine/inspect/matrix.ts'
import { principalComponents, projected } from '../../../shared/engine/inspect/pca.ts'
import { symmetricEigen } from '../../../shared/engine/inspect/symmetric-eigen.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { randomMatrix } from './random-models.ts'

function points(N: number, D: number, seed: number): Matrix {
  const random = stream(seed, 'points')
  // Axes of different spread, and a middle that is not 0.
  return matrix(
    N,
    D,
    Float64Array.from({ length: N * D }, (_, at) => 5 + random.normal() / (1 + (at % D))),
  )
}

describe('eigenvectors of symmetric matrices', () => {
  it.each([1, 2, 5, 12])('of %i rows agree with ml-matrix', (n) => {
    const half = randomMatrix(n, 1, n)
    const A = matrix(
      n,
      n,
      half.values.map((x, at) => x + half.values[(at % n) * n + Math.floor(at / n)]),
    )
    const { values, vectors } = symmetricEigen(A)
    const { realEigenvalues } = new EigenvalueDecomposition(OtherMatrix.from1DArray(n, n, A.values))
    realEigenvalues.sort((a, b) => b - a).forEach((value, k) => expect(values[k]).toBeCloseTo(value, 10))
    for (let k = 0; k < n; k++)
      for (let i = 0; i < n; i++)
        expect(dot(rowOf(A, i), rowOf(vectors, k))).toBeCloseTo(values[k] * rowOf(vectors, k)[i], 10)
  })

  it('by hand, and where eigenvalues coincide', () => {
    const { values } = symmetricEigen(matrixFrom([[2, 1], [1, 2]])) // prettier-ignore
    expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)])
    expect([...symmetricEigen(matrixFrom([[4, 0, 0], [0, 4, 0], [0, 0, 4]])).values]).toEqual([4, 4, 4]) // prettier-ignore
    expect(() => symmetricEigen(matrix(2, 3))).toThrow('got 2 × 3')
  })
})

describe('principal components', () => {
  it.each([
    [40, 6],
    [200, 32],
    [12, 40], // fewer points than dimensions
    [300, 2],
    [2, 3],
  ])('of %i points in %i dimensions agree with the singular values of ml-matrix', (N, D) => {
    const found = points(N, D, N + D)
    const { axes, variances, total, mean } = principalComponents(found)
    const centred = OtherMatrix.from1DArray(N, D, found.values).center('column')
    const decomposed = new SingularValueDecomposition(centred, { autoTranspose: true })
    const expected = decomposed.diagonal.map((s) => (s * s) / (N - 1))
    const kept = Math.min(2, D, N - 1)
    expect(variances).toHaveLength(kept)
    variances.forEach((variance, k) => {
      expect(variance).toBeCloseTo(expected[k], 9)
      const other = decomposed.rightSingularVectors.getColumn(k)
      const cosine = other.reduce((sum, x, d) => sum + x * rowOf(axes, k)[d], 0)
      expect(Math.abs(cosine)).toBeCloseTo(1, 9)
      const axis = [...rowOf(axes, k)]
      expect(Math.max(...axis)).toBe(Math.max(...axis.map(Math.abs)))
    })
    expect(total).toBeCloseTo(
      expected.reduce((a, b) => a + b, 0),
      9,
    )
    expect([...mean].every((x) => Math.abs(x - 5) < 3)).toBe(true)
  })

  it('by hand: points on a line through (1, 2) have one direction', () => {
    const line = matrixFrom([[1, 2], [4, 6], [7, 10]]) // prettier-ignore
    const found = principalComponents(line)
    expect(found.variances[0]).toBeCloseTo(25, 12) // places -5, 0, 5 along (3, 4)/5
    expect(found.variances[1]).toBeCloseTo(0, 12)
    expect([...rowOf(found.axes, 0)]).toEqual([expect.closeTo(0.6, 12), expect.closeTo(0.8, 12)])
    const places = projected(found, line)
    ;[-5, 0, 5].forEach((place, n) => {
      expect(rowOf(places, n)[0]).toBeCloseTo(place, 12)
      expect(rowOf(places, n)[1]).toBeCloseTo(0, 12)
    })
    const elsewhere = projected(found, matrixFrom([[7, 2]])) // (3, -4) from the middle: 9/5 - 16/5
    expect(elsewhere.values[0]).toBeCloseTo(-1.4, 12)
  })

  it('points that do not spread have no variance; one point, or a number that is none, is refused', () => {
    const { variances, total } = principalComponents(matrix(5, 3, new Float64Array(15).fill(2)))
    expect([...variances, total]).toEqual([0, 0, 0])
    expect(() => principalComponents(matrix(1, 3))).toThrow('at least two points')
    expect(() => principalComponents(matrixFrom([[1, NaN], [0, 1]]))).toThrow('finite') // prettier-ignore
  })
})
