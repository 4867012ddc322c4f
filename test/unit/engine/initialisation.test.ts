import { describe, expect, it } from 'vitest'
import { modelDefaults } from '../../../shared/contract/spec.ts'
import type { ModelSpec } from '../../../shared/contract/spec.ts'
import { dropoutMasks } from '../../../shared/engine/cells/dropout.ts'
import { initialValues } from '../../../shared/engine/cells/initialisation.ts'
import { parametersOf } from '../../../shared/engine/cells/parameters.ts'

const dims = { vocabularySize: 50, classes: 2, maxLength: 6 }
const H = 8
const lstm: ModelSpec = {
  ...{ cell: 'lstm', name: 'x', hidden: H, layers: 1, dropout: 0, ...modelDefaults },
  input: { kind: 'embedding', size: 5 },
}
const parameter = (name: string, change: Partial<ModelSpec> = {}) =>
  parametersOf({ ...lstm, ...change }, dims).find((p) => p.name === name)!

describe('the first values', () => {
  it('of each recurrent gate are an orthogonal matrix', () => {
    const U = initialValues(parameter('lstm1.U'), 3)
    for (let gate = 0; gate < 4; gate++)
      for (let r = 0; r < H; r++)
        for (let s = 0; s < H; s++) {
          let dot = 0
          for (let j = 0; j < H; j++) dot += U[r * 4 * H + 4 * j + gate] * U[s * 4 * H + 4 * j + gate]
          expect(dot).toBeCloseTo(r === s ? 1 : 0, 5)
        }
  })

  it('of a forget gate are a bias of 1, of the others 0', () => {
    const expected = Array.from({ length: 4 * H }, (_, n) => (n % 4 === 1 ? 1 : 0))
    expect([...initialValues(parameter('lstm1.b'), 3)]).toEqual(expected)
  })

  it("of a forget gate follow the spec's bias", () => {
    const values = initialValues(parameter('lstm1.b', { forgetBias: -2.5 }), 3)
    expect([...values.filter((_, n) => n % 4 === 1)]).toEqual(Array.from({ length: H }, () => -2.5))
    expect(values.reduce((a, b) => a + b)).toBe(-2.5 * H)
  })

  it('of a rectifier that recurs are the identity', () => {
    const U = initialValues(parameter('rnn1.U', { cell: 'rnn', activation: 'relu' }), 3)
    expect([...U]).toEqual(Array.from({ length: H * H }, (_, n) => (n % (H + 1) === 0 ? 1 : 0)))
  })

  it('of a peephole and of the recurrent bias of a GRU are 0', () => {
    expect(new Set(initialValues(parameter('lstm1.P', { peephole: true }), 3))).toEqual(new Set([0]))
    expect(new Set(initialValues(parameter('gru1.bu', { cell: 'gru' }), 3))).toEqual(new Set([0]))
  })

  it('of each gate of a GRU are an orthogonal matrix, another one for the way back', () => {
    const gru = { cell: 'gru', bidirectional: true } as const
    const [U, back] = ['gru1.U', 'gru1-reverse.U'].map((name) => initialValues(parameter(name, gru), 3))
    for (const values of [U, back])
      for (let gate = 0; gate < 3; gate++)
        for (let r = 0; r < H; r++) {
          let square = 0
          for (let j = 0; j < H; j++) square += values[r * 3 * H + 3 * j + gate] ** 2
          expect(square).toBeCloseTo(1, 5)
        }
    expect(back).not.toEqual(U)
  })

  it.each([
    { name: 'lstm1.W', limit: Math.sqrt(6 / (5 + H)) },
    { name: 'gru1.W', limit: Math.sqrt(6 / (5 + H)), change: { cell: 'gru' } },
    { name: 'gru2.W', limit: Math.sqrt(6 / (2 * H + H)), change: { cell: 'gru', bidirectional: true, layers: 2 } },
    { name: 'hidden1.W', limit: Math.sqrt(6 / 30), change: { cell: 'ann', activation: 'relu' } },
    { name: 'output.W', limit: Math.sqrt(6 / (H + 1)) },
    { name: 'embedding', limit: 0.05 },
  ] satisfies { name: string; limit: number; change?: Partial<ModelSpec> }[])(
    'of $name fill their interval evenly, up to $limit',
    ({ name, limit, change }: { name: string; limit: number; change?: Partial<ModelSpec> }) => {
      const values = Array.from({ length: 40 }, (_, seed) => [...initialValues(parameter(name, change), seed)]).flat()
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(limit))
      const square = values.reduce((sum, x) => sum + x * x, 0) / values.length
      expect(square / (limit ** 2 / 3)).toBeGreaterThan(0.85)
      expect(square / (limit ** 2 / 3)).toBeLessThan(1.15)
    },
  )

  it('depend on seed and name alone', () => {
    expect(initialValues(parameter('lstm1.W'), 3)).toEqual(initialValues(parameter('lstm1.W'), 3))
    expect(initialValues(parameter('lstm1.W'), 4)).not.toEqual(initialValues(parameter('lstm1.W'), 3))
  })
})

describe('dropout', () => {
  it('drops the share it says and keeps the mean', () => {
    const masks = dropoutMasks(1, 2, { rate: 0.3, layers: 2, size: 20_000 })!
    for (const mask of masks) {
      expect(mask.filter((x) => x === 0).length / mask.length).toBeCloseTo(0.3, 1)
      expect(mask.reduce((a, b) => a + b) / mask.length).toBeCloseTo(1, 1)
      expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.7)]))
    }
    expect(masks[0]).not.toEqual(masks[1])
  })

  it('is the same at the same step of the same seed, and absent at rate 0', () => {
    const of = (seed: number, step: number) => dropoutMasks(seed, step, { rate: 0.5, layers: 1, size: 64 })
    expect(of(1, 2)).toEqual(of(1, 2))
    expect(of(1, 3)).not.toEqual(of(1, 2))
    expect(of(2, 2)).not.toEqual(of(1, 2))
    expect(dropoutMasks(1, 2, { rate: 0, layers: 1, size: 64 })).toBeNull()
  })
})
