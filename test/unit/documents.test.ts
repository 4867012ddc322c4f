import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

describe('the documents', () => {
  it.each(['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md'])('%s links and shows only what is there', (name) => {
    const targets = [...read(name).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target)
    const local = targets.filter((target) => !/^[a-z]+:/.test(target))
    expect(local.filter((target) => !existsSync(new URL(target, root)))).toEqual([])
  })

  it('name only commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...(read('README.md') + read('ARCHITECTURE.md')).matchAll(/npm run ([a-z][a-z0-9:]*)/g)]
    expect(named.map(([, script]) => script).filter((script) => !(script in scripts))).toEqual([])
  })
})
