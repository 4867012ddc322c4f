import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface LockedPackage {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, LockedPackage>
}

/** As Node resolves: the package's own node_modules first, then those of the folders around it. */
function isLocked(name: string, from: string): boolean {
  if (`${from === '' ? '' : `${from}/`}node_modules/${name}` in packages) return true
  return from !== '' && isLocked(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))))
}

describe('the lock file', () => {
  // `npm ci`, the first thing that `npm start` does on a fresh machine, refuses a lock file with holes. They come when
  // a registry lacks some systems' binaries of a new version at the moment the lock file is written.
  it('names every package that another one asks for, those of other systems too', () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isLocked(name, path))
        .map((name) => `${name}, wanted by ${path}`),
    )
    expect(missing).toEqual([])
  })
})
