import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const labs = fileURLToPath(new URL('../../../shared/labs', import.meta.url))

/** Every module that is loaded for its values when `path` is. */
function loaded(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  if (!isAbsolute(path)) return seen
  for (const [, clause, from] of readFileSync(path, 'utf8').matchAll(/^(?:import|export) ([^'\n]*?)from '([^']+)'/gm))
    if (!clause.startsWith('type ')) loaded(from.startsWith('.') ? join(dirname(path), from) : from, seen)
  return seen
}

it.each(['catalogue', 'defaults', 'document', 'findings', 'run-lab', 'tables', 'parameters/equal-budget'])(
  '%s brings no TensorFlow.js into the page and the main process: only workers compute',
  (name) => {
    const modules = [...loaded(join(labs, `${name}.ts`))]
    expect(modules.length).toBeGreaterThan(2)
    expect(modules.filter((module) => module.includes('tensorflow'))).toEqual([])
  },
)

it('the worker’s entry does', () => {
  expect([...loaded(join(labs, 'run-job.ts'))]).toContain('@tensorflow/tfjs-core')
})
