// `npm test`: everything, even when an early part fails. The very last line is 'N passed, N failed[, N skipped]'.
// `npm test -- unit e2e` runs only those parts.
import { performance } from 'node:perf_hooks'
import { runCheck } from './runner/part.ts'
import type { PartResult } from './runner/part.ts'
import { runVitest } from './runner/vitest-part.ts'

const folders = ['electron', 'renderer', 'shared', 'test', '.config']
/** Browser tests that measure the page's main thread or print times: nothing may run beside them. */
const alone = ['long-tasks', 'main-job', 'inspect', 'words', 'gradients'].map((name) => `test/e2e/${name}.test.ts`)
/** The seconds are what a hung part may take, on a machine that is busy with other things as well. */
const parts: Record<string, () => Promise<PartResult>> = {
  types: () => runCheck('types', [['vue-tsc', '--build']]),
  lint: () => runCheck('lint', [['eslint', '--config', '.config/eslint.config.mjs', '.', '--max-warnings', '0']]),
  format: () => runCheck('format', [['prettier', '--check', '--log-level', 'warn', ...folders]]),
  build: () => runCheck('build', [['node', 'test/runner/build.ts']]),
  unit: () => runVitest('unit', 600),
  parity: () => runVitest('parity', 900),
  faults: () => runVitest('faults', 600),
  e2e: () =>
    runVitest('e2e', 900, ['--fileParallelism', '--maxWorkers=2', ...alone.map((file) => `--exclude=${file}`)]),
  timed: () => runVitest('timed', 600, alone, 'e2e'),
}

/**
 * Stages follow each other; the lanes of a stage run side by side, which suits two cores. The browser tests come last,
 * because they use the page that `build` made; those that time something come after all others.
 */
const stages: string[][][] = [
  [
    ['types', 'lint', 'format'],
    ['build', 'unit'],
  ],
  [['parity'], ['faults']],
  [['e2e']],
  [['timed']],
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const start = performance.now()
const results: PartResult[] = []
for (const stage of stages)
  await Promise.all(
    stage.map(async (lane) => {
      for (const name of lane) {
        if (wanted.length && !wanted.includes(name)) continue
        console.log(`[${name}] starts`)
        const result = await parts[name]()
        results.push(result)
        const { passed, failed, seconds } = result
        console.log(`[${name}] ended after ${seconds.toFixed(1)} s: ${passed} passed, ${failed} failed`)
      }
    }),
  )

const total = (key: 'passed' | 'failed' | 'skipped') => results.reduce((sum, result) => sum + result[key], 0)
const row = (cells: (string | number)[]) =>
  console.log(cells.map((cell, at) => (at === 0 ? String(cell).padEnd(8) : String(cell).padStart(9))).join(''))

console.log('')
for (const note of results.flatMap((result) => result.notes)) console.log(note)
console.log('')
row(['part', 'passed', 'failed', 'skipped', 'seconds'])
for (const { name, passed, failed, skipped, seconds } of results)
  row([name, passed, failed, skipped, seconds.toFixed(1)])
console.log(`All in ${((performance.now() - start) / 1000).toFixed(0)} s.`)
console.log('')
const skipped = total('skipped')
// The exit code is set, not forced: the last line must be out before the process ends.
process.exitCode = total('failed') > 0 ? 1 : 0
console.log(`${total('passed')} passed, ${total('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`)
