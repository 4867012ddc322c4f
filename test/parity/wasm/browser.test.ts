import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { threadsFor } from '../../../shared/engine/kernels/wasm/team.ts'
import { openBenchPage } from '../../browser/bench-page.ts'
import type { BenchPage } from '../../browser/bench-page.ts'
import { sequence } from './browser-page.ts'
import type { SequenceResult } from './browser-page.ts'
import { masks } from './device.ts'
import { operands } from './oracle.ts'

let page: BenchPage
beforeAll(async () => {
  page = await openBenchPage('test/parity/wasm/browser-page.ts')
})
afterAll(async () => {
  await page?.close()
})

const size = { T: 20, B: 23, H: 27 }
const { xw, U, dh } = operands(size, 4)
const given = { ...size, xw: [...xw], U: [...U], dh: [...dh], mask: [...masks(size.T, size.B, 'before')] }

it.each([
  ['in a worker, as the product trains', 'sequenceInWorker'],
  ['in the page itself', 'sequenceWithHelpers'],
])('the kernels give the same bits in a real Chromium as in Node, with helper threads %s', async (_, name) => {
  const { threads, ...found } = await page.call<SequenceResult>(name, given)
  const { threads: alone, ...wanted } = await sequence(given)
  expect([threads, alone]).toEqual([threadsFor(availableParallelism()), 1])
  expect(found).toEqual(wanted)
})
