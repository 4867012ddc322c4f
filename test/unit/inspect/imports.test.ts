import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const shared = fileURLToPath(new URL('../../../shared', import.meta.url))

it('the page can inspect without TensorFlow.js: no file reached from here imports a package other than zod', () => {
  const folder = resolve(shared, 'engine/inspect')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const waiting = files.map((file) => resolve(folder, file))
  const seen = new Set<string>()
  const packages = new Set<string>()
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    const source = readFileSync(file, 'utf8')
    for (const [, specifier] of source.matchAll(/^import (?!type)[^']*'([^']+)'/gm))
      if (specifier.startsWith('.')) waiting.push(resolve(dirname(file), specifier))
      else packages.add(specifier)
  }
  expect([...packages]).toEqual(['zod'])
  expect([...seen].map((file) => relative(shared, file))).toContain('engine/cells/parameters.ts')
})
