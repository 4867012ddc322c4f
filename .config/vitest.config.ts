import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const project = (name: string, timeout: number, sequential = false) => ({
  root,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeout,
    hookTimeout: timeout,
    // A condition is waited for as long as its test may last; the default of one second is a bet on a quiet machine.
    expect: { poll: { timeout: timeout / 3 } },
    // Browsers and killed processes are heavy: those projects run one file at a time on small machines.
    fileParallelism: !sequential,
  },
})

/** unit: plain functions; parity: numbers against an independent oracle; faults: kills and bad input; e2e: a real browser. */
export default defineConfig({
  test: {
    projects: [
      project('unit', 30_000),
      project('parity', 120_000),
      project('faults', 120_000, true),
      project('e2e', 300_000, true),
    ],
    pool: 'forks',
  },
})
