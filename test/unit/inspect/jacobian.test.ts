import { describe, expect, it } from 'vitest'
import { backwardTrace } from '../../../shared/engine/inspect/backward-trace.ts'
import { boundOfSentence, recurrenceBounds, recurrentMatrices } from '../../../shared/engine/inspect/bounds.ts'
import { spectralRadius } from '../../../shared/engine/inspect/eigenvalues.ts'
import type { Intervention } from '../../../shared/engine/inspect/interventions.ts'
import { jacobianNorms, jacobiansToEnd } from '../../../shared/engine/inspect/jacobian.ts'
import { matrix, rowTimes } from '../../../shared/engine/inspect/matrix.ts'
import type { Matrix } from '../../../shared/engine/inspect/matrix.ts'
import { withWeight } from '../../../shared/engine/inspect/model.ts'
import type { InspectedModel } from '../../../shared/engine/inspect/model.ts'
import { spectralNorm } from '../../../shared/engine/inspect/spectral-norm.ts'
import { trace } from '../../../shared/engine/inspect/trace.ts'
import { randomMatrix, randomModel } from './random-models.ts'
import type { ModelOptions } from './random-models.ts'

const cells: ModelOptions[] = [
  { cell: 'rnn', hidden: 4, length: 6 },
  { cell: 'rnn', activation: 'relu', hidden: 4, length: 6 },
  { cell: 'lstm', hidden: 4, length: 6 },
  { cell: 'lstm', peephole: true, hidden: 4, length: 6 },
  { cell: 'gru', hidden: 4, length: 6 },
]
const STEP = 1e-6

/** ∂ (last h of the top layer) / ∂ state by central differences: a unit is moved by hand and the rest follows. */
function measured(model: InspectedModel, ids: Int32Array, state: 'h' | 'c', word: number): Matrix {
  const { hidden: H, layers } = model.spec
  const steps = trace(model, ids).passes.at(-1)!.steps
  const J = matrix(H, H)
  for (let unit = 0; unit < H; unit++) {
    const lastWith = (by: number) => {
      const value = steps[word][state]![unit] + by
      const moved: Intervention = { kind: 'state', state, layer: layers, units: [unit], words: [word], value }
      return trace(model, ids, [moved]).passes.at(-1)!.steps.at(-1)!.h
    }
    const [above, below] = [lastWith(STEP), lastWith(-STEP)]
    for (let i = 0; i < H; i++) J.values[i * H + unit] = (above[i] - below[i]) / (2 * STEP)
  }
  return J
}

const expectClose = (a: Matrix, b: Matrix) => a.values.forEach((x, n) => expect(x).toBeCloseTo(b.values[n], 8))

describe.each(cells)('∂h_T/∂h_t of $cell, activation $activation, peephole $peephole', (options) => {
  it.each([1, 2])('is what moving a state by hand does (%i layers)', (layers) => {
    const { model, ids } = randomModel({ ...options, layers }, 5)
    const read = trace(model, ids)
    for (const { word, distance, h, c } of jacobiansToEnd(read, read.passes.at(-1)!)) {
      expect(distance).toBe(5 - word)
      expectClose(h, measured(model, ids, 'h', word))
      if (c) expectClose(c, measured(model, ids, 'c', word))
    }
  })

  it('carries ∂L/∂h_T to every ∂L/∂h_t', () => {
    const { model, ids, label } = randomModel(options, 6)
    const read = trace(model, ids)
    const { steps } = backwardTrace(read, { label }).passes[0]
    for (const { word, h, c } of jacobiansToEnd(read, read.passes[0])) {
      rowTimes(steps.at(-1)!.dh, h).forEach((d, unit) => expect(steps[word].dh[unit]).toBeCloseTo(d, 12))
      if (c) rowTimes(steps.at(-1)!.dh, c).forEach((d, unit) => expect(steps[word].dc![unit]).toBeCloseTo(d, 12))
    }
  })

  it('passes nothing on through a unit that is held', () => {
    const { model, ids } = randomModel(options, 7)
    const hold: Intervention = { kind: 'state', state: 'h', layer: 1, units: 'all', words: [3], value: 0.1 }
    const read = trace(model, ids, [hold])
    const norms = jacobianNorms(read, read.passes[0])
    expect(norms.map(({ word }) => word)).toEqual([0, 1, 2, 3, 4, 5])
    if (!norms[0].ofCell) expect(norms.slice(0, 3).every(({ spectral }) => spectral === 0)).toBe(true)
    expect(norms[5].spectral).toBeCloseTo(1, 14)
    norms.forEach(({ spectral, frobenius }) => {
      expect(spectral).toBeLessThanOrEqual(frobenius * (1 + 1e-12))
      expect(frobenius).toBeLessThanOrEqual(2 * spectral * (1 + 1e-12)) // √H
    })
  })
})

describe('bounds', () => {
  it('hold on 200 random matrices, for the net and for the linear one', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const n = 1 + (seed % 8)
      const U = randomMatrix(n, (0.2 + 0.02 * (seed % 97)) / Math.sqrt(n), seed)
      const activation = seed % 2 === 0 ? 'tanh' : 'relu'
      const one = randomModel({ cell: 'rnn', activation, hidden: n, length: 7 }, seed)
      const read = trace(withWeight(one.model, 'rnn1.U', U), one.ids)
      const [pass] = read.passes
      const { sigma, rho, upper, linear, vanishesSurely, canExplode } = recurrenceBounds(U, activation, 6)
      const ofSentence = boundOfSentence(read, pass)
      expect(rho).toBeLessThanOrEqual(sigma * (1 + 1e-9))
      expect(vanishesSurely && canExplode).toBe(false)
      let power = matrix(
        n,
        n,
        Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0)),
      )
      for (const { distance: k, spectral } of jacobianNorms(read, pass).toReversed()) {
        expect(spectral).toBeLessThanOrEqual(ofSentence[6 - k] * (1 + 1e-9))
        expect(ofSentence[6 - k]).toBeLessThanOrEqual(upper[k] * (1 + 1e-9))
        const ofPower = spectralNorm(power)
        expect(linear[k]).toBeLessThanOrEqual(ofPower * (1 + 1e-9) + 1e-9)
        expect(ofPower).toBeLessThanOrEqual(upper[k] * (1 + 1e-9))
        power = product(power, U)
      }
    }
  })

  it('a sigmoid, a quarter as steep, may have four times the matrix', () => {
    const U = randomMatrix(5, 1, 3)
    const { sigma } = recurrenceBounds(U, 'tanh', 0)
    const scaled = (by: number) => matrix(5, 5, U.values.map((x) => (by * x) / sigma)) // prettier-ignore
    expect(recurrenceBounds(scaled(3.99), 'sigmoid', 1).vanishesSurely).toBe(true)
    expect(recurrenceBounds(scaled(4.01), 'sigmoid', 1).vanishesSurely).toBe(false)
    expect(recurrenceBounds(scaled(0.99), 'tanh', 1).vanishesSurely).toBe(true)
    expect(recurrenceBounds(scaled(1.01), 'tanh', 1).vanishesSurely).toBe(false)
  })

  it('a saturated tanh falls below ρ^k: the line of the linear net is no bound', () => {
    const { model, ids } = randomModel({ cell: 'rnn', hidden: 4, length: 8 }, 11)
    const bias = matrix(1, 4, new Float64Array(4).fill(3))
    const read = trace(withWeight(model, 'rnn1.b', bias), ids)
    const { rho, linear } = recurrenceBounds(model.weights['rnn1.U'], 'tanh', 7)
    expect(rho).toBeGreaterThan(0.3)
    expect(jacobianNorms(read, read.passes[0])[0].spectral).toBeLessThan(linear[7])
  })

  it('the slider that rescales U scales its σ₁ and ρ', () => {
    const { model, ids } = randomModel({ cell: 'lstm', hidden: 3, length: 4 }, 2)
    const plain = trace(model, ids)
    const wide = trace(model, ids, [{ kind: 'scale', parameter: 'lstm1.U', factor: 2 }])
    const before = recurrentMatrices(plain, plain.passes[0])
    expect(before.map(({ gate }) => gate)).toEqual(['i', 'f', 'g', 'o'])
    recurrentMatrices(wide, wide.passes[0]).forEach(({ U }, n) => {
      expect(spectralNorm(U)).toBeCloseTo(2 * spectralNorm(before[n].U), 10)
      expect(spectralRadius(U)).toBeCloseTo(2 * spectralRadius(before[n].U), 8)
    })
    expect(() => boundOfSentence(plain, plain.passes[0])).toThrow('for an RNN, not for lstm')
  })
})

function product(A: Matrix, B: Matrix): Matrix {
  const rows = Array.from({ length: A.rows }, (_, i) => rowTimes(A.values.slice(i * A.columns, (i + 1) * A.columns), B))
  return matrix(A.rows, B.columns, Float64Array.from(rows.flatMap((row) => [...row])))
}
