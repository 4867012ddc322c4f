import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBenchPage } from '../../browser/bench-page.ts'
import type { BenchPage } from '../../browser/bench-page.ts'
import type { OptimiserCase } from './kernels-page.ts'
import type { SequenceCase } from './recurrent-page.ts'

/** 32-bit floats, sums of up to 257 products over a few timesteps: the oracle itself is good to about 10⁻⁶. */
const tolerance = 1e-4

let page: BenchPage
beforeAll(async () => {
  page = await openBenchPage('test/parity/webgl/kernels-page.ts')
})
afterAll(async () => {
  await page?.close()
})

const expectClose = (errors: Record<string, number>) => {
  for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThanOrEqual(tolerance)
}

const sequences: SequenceCase[] = [
  { T: 1, B: 1, H: 1, padding: 'none' },
  { T: 1, B: 3, H: 2, padding: 'none', layout: 'product' },
  { T: 7, B: 1, H: 3, padding: 'after' },
  { T: 7, B: 5, H: 3, padding: 'before', layout: 'product' },
  { T: 6, B: 4, H: 8, padding: 'after', layout: 'slice' },
  { T: 5, B: 3, H: 257, padding: 'before' },
  { T: 3, B: 257, H: 5, padding: 'after', layout: 'product' },
  { T: 257, B: 3, H: 4, padding: 'before', layout: 'slice' },
  // 65 rows of texels per step, more than fit below each other in 8,192: the steps stand in two columns.
  { T: 260, B: 257, H: 2, padding: 'after' },
]
/** The same read from the last word to the first. Long ones differ in nothing else, and their oracle is slow. */
const turned = sequences.filter(({ T }) => T < 200).map((c) => ({ ...c, reverse: true }))
const titleOf = ({ T, B, H, padding, layout = 'uploaded', reverse }: SequenceCase) =>
  `T=${T}, B=${B}, H=${H}, padding ${padding}, input ${layout}${reverse ? ', reversed' : ''}`
const titled = [...sequences, ...turned].map((c) => [titleOf(c), c] as const)
// Automatic differentiation of 260 plain steps takes half a minute; the slots are the same for every cell.
const short = titled.filter(([, { T, B }]) => T * B < 10_000)

describe('the WebGL kernels in a real Chromium', () => {
  it('compute in 32-bit floats', async () => {
    expect(await page.call('capabilities')).toEqual({ backend: 'webgl', float32: true })
  })

  it.each(titled)('the RNN agrees with automatic differentiation, forward and back: %s', async (_, c) => {
    expectClose(await page.call('rnn', c, 'tanh'))
    expectClose(await page.call('rnn', c, 'relu'))
  })

  it.each(short)('the LSTM agrees with automatic differentiation, forward and back: %s', async (_, c) => {
    expectClose(await page.call('lstm', c, false))
  })

  it.each(short)('the LSTM with a peephole agrees with automatic differentiation: %s', async (_, c) => {
    expectClose(await page.call('lstm', c, true))
  })

  it.each(short)('the GRU agrees with automatic differentiation, forward and back: %s', async (_, c) => {
    expectClose(await page.call('gru', c))
  })

  it.each([
    { C: 1, D: 1, N: 1 },
    { C: 5, D: 3, N: 40 },
    { C: 257, D: 7, N: 900 },
  ])('the gradient of an embedding is the sum of its rows: %o', async (c) => {
    expectClose(await page.call('embedding', c))
  })

  it.each([
    { M: 1, K: 1, N: 1 },
    { M: 3, K: 257, N: 3, biased: true },
    { M: 257, K: 3, N: 257 },
    { M: 257, K: 257, N: 3, transposeB: true },
    { M: 65, K: 3201, N: 35, transposeA: true },
    { M: 1, K: 9001, N: 30 },
    { M: 7, K: 5, N: 2, transposeA: true, transposeB: true, biased: true },
    { M: 60, K: 61, N: 62, transposeA: true, transposeB: true, biased: true },
    // More groups of rows than a texture is high.
    { M: 33_003, K: 5, N: 6, biased: true },
  ])('a product is that of 64-bit numbers: %o', async (c) => {
    expectClose(await page.call('product', c))
  })

  it.each([
    { V: 1, D: 1, N: 1, biased: true },
    { V: 9, D: 3, N: 257, biased: false },
    { V: 257, D: 5, N: 40, biased: true },
  ])('a look-up gives rows, and zeros where the mask is 0: %o', async (c) => {
    expectClose(await page.call('lookup', c))
  })

  it.each([
    { N: 1, D: 1 },
    { N: 257, D: 3 },
    { N: 3, D: 257 },
    { N: 2, D: 70_000 },
  ])('norms of rows are right for sizes down to 10⁻³⁰: %o', async (c) => {
    expect(await page.call<number>('norms', c)).toBeLessThan(1e-5)
  })

  it('the norm of a row with a number that is not finite is not finite', async () => {
    expect(await page.call('oddNorms')).toEqual(['5', 'NaN', 'Infinity', '0'])
  })

  const kinds = ['sgd', 'momentum', 'rmsprop', 'adam'] as const
  const steps: OptimiserCase[] = kinds.flatMap((kind) => [
    { kind, shape: [1], scale: 1 },
    { kind, shape: [3, 257], scale: 0.25 },
    { kind, shape: [257, 3], scale: 0, sparse: true },
    { kind, shape: [5, 1], scale: 1, sparse: true },
    { kind, shape: [257, 5], scale: 0.5, sparse: true },
    // More rows than a texture is high: they go over the ends of its lines.
    { kind, shape: [9001, 3], scale: 0.5, sparse: true },
  ])
  it.each(steps)('a step of the optimiser follows its formula: %o', async (c) => {
    expectClose(await page.call('optimiser', c))
  })

  it.each(
    kinds.flatMap((kind) =>
      (['NaN', 'Infinity', '-Infinity', -1] as const).map((scale) => ({ kind, shape: [3, 5], scale })),
    ),
  )('a step whose scale says no changes nothing: %o', async (c) => {
    for (const sparse of [false, true])
      for (const error of Object.values(await page.call<Record<string, number>>('optimiser', { ...c, sparse })))
        expect(error).toBe(0)
  })

  it('leaves no WebGL error behind', async () => {
    expect(await page.call('glError')).toBe(0)
    expect(page.log.filter((line) => /GL_|INVALID/.test(line))).toEqual([])
  })
})
