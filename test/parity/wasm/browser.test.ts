import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBenchPage } from '../../browser/bench-page.ts'
import type { BenchPage } from '../../browser/bench-page.ts'
import { sequence } from './browser-page.ts'
import { masks } from './device.ts'
import { operands } from './oracle.ts'

let page: BenchPage
beforeAll(async () => {
  page = await openBenchPage('test/parity/wasm/browser-page.ts')
})
afterAll(async () => {
  await page?.close()
})

it('the kernels give the same bits in a real Chromium as in Node', async () => {
  const size = { T: 6, B: 5, H: 11 }
  const { xw, U, dh } = operands(size, 4)
  const given = { ...size, xw: [...xw], U: [...U], dh: [...dh], mask: [...masks(6, 5, 'before')] }
  expect(await page.call('sequence', given)).toEqual(await sequence(given))
})
