import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBenchPage } from '../../browser/bench-page.ts'
import type { BenchPage } from '../../browser/bench-page.ts'
import type { Sizes } from '../../bench/engine-ours.ts'
import type { Counters } from '../../bench/webgl-counters.ts'
import type { Memory, Warmed } from './steps-page.ts'

let page: BenchPage
beforeAll(async () => {
  page = await openBenchPage('test/parity/webgl/steps-page.ts')
})
afterAll(async () => {
  await page?.close()
})

const count = (cell: string, sizes: Sizes) => page.call<{ first: Counters; later: Counters }>('count', cell, sizes)
const sizesOf = (T: number): Sizes => ({ V: 200, E: 8, H: 32, T, B: 16 })

/** Draws of a whole training step that do not depend on its length. */
const besides = { rnn: 75, lstm: 80, gru: 90 } as const

describe('a training step on WebGL', () => {
  it.each(Object.entries(besides))(
    'of %s draws once per timestep forward, twice back, and at most %i times besides',
    async (cell, most) => {
      const lengths = [200, 300] as const // both long enough for the products of long sequences
      const [short, long] = [await count(cell, sizesOf(lengths[0])), await count(cell, sizesOf(lengths[1]))]
      console.log(`${cell}: ${short.later.draws} draws at T = ${lengths[0]}:`, short.later.byKernel)
      const slope = (long.later.draws - short.later.draws) / (lengths[1] - lengths[0])
      expect(slope).toBe(3)
      expect(short.later.draws - slope * lengths[0]).toBeLessThanOrEqual(most)
      expect(short.later.draws).toBeLessThanOrEqual(4 * lengths[0] + 60)
    },
  )

  it.each(['rnn', 'lstm', 'gru'])(
    'of %s at another length or batch size compiles none of our programs anew',
    async (cell) => {
      await count(cell, sizesOf(12))
      for (const sizes of [sizesOf(24), { ...sizesOf(12), B: 5 }]) {
        const { first, later } = await count(cell, sizes)
        expect(first.linked.ours).toBe(0)
        expect(later.linked).toEqual({ ours: 0, theirs: 0 })
      }
    },
  )

  it.each(['rnn', 'lstm', 'gru'])(
    'of %s begins to compile every program before it waits for one, where the driver compiles side by side',
    async (cell) => {
      const fresh = await openBenchPage('test/parity/webgl/steps-page.ts')
      try {
        const { begun, waited, missing } = await fresh.call<Warmed>('warm', cell, sizesOf(12))
        expect(begun).toBeGreaterThan(15)
        expect(waited).toBe(0)
        // The look-up, which is the same for every model, and what unpacks what TensorFlow.js's own slices leave (GRU).
        expect(missing).toBe(cell === 'gru' ? 2 : 1)
      } finally {
        await fresh.close()
      }
    },
  )

  it('1,000 of them leave tensors, textures and bytes where they were after 10', async () => {
    const sizes: Sizes = { V: 9, E: 3, H: 4, T: 3, B: 4 }
    const { before, after } = await page.call<{ before: Memory; after: Memory }>('remember', 'lstm', sizes, [10, 1000])
    expect(after).toEqual(before)
    expect(before.textures).toBeGreaterThan(0)
  })
})
