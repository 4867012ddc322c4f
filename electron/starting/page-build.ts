import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { performance } from 'node:perf_hooks'

/** What the page is made of. Contents count, not dates: a fresh clone or a switched branch gives every file a new date. */
const sources = [
  'renderer',
  'shared',
  'resources/icon.svg',
  '.config/vite.config.ts',
  'package-lock.json',
  'tsconfig.json',
]

/** Hash over names and contents of everything the page is built from; about 10 ms for a few hundred files. */
export function hashSources(root: string): string {
  const hash = createHash('sha256')
  const add = (path: string) => {
    const file = join(root, path)
    hash.update(`${path}\n`).update(readFileSync(file))
  }
  for (const source of sources) {
    if (!existsSync(join(root, source))) continue
    if (/\.\w+$/.test(source)) add(source)
    else
      readdirSync(join(root, source), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
        .sort()
        .forEach(add)
  }
  return hash.digest('hex')
}

/**
 * Builds the page into `out/renderer` unless it is there and its sources have not changed since.
 * @returns the folder of the page, and the seconds the build took (0: it was up to date).
 * @throws {Error} with Vite's own words when the sources cannot be built.
 */
export async function buildPage(root: string, say: (line: string) => void): Promise<{ page: string; seconds: number }> {
  const page = join(root, 'out', 'renderer')
  const stamp = join(root, 'out', 'renderer.built-from')
  const wanted = hashSources(root)
  const built = existsSync(join(page, 'index.html')) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (built === wanted) return { page, seconds: 0 }
  const start = performance.now()
  await runVite(root, '.config/vite.config.ts')
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stamp, wanted)
  const seconds = (performance.now() - start) / 1000
  say(`Built the page in ${seconds.toFixed(1)} s.`)
  return { page, seconds }
}

/** Builds the main process and its preload into `out/main`; Electron, unlike Node, runs no TypeScript. */
export async function buildMain(root: string): Promise<void> {
  await runVite(root, '.config/vite.main.config.ts')
  await runVite(root, '.config/vite.preload.config.ts')
}

async function runVite(root: string, configFile: string): Promise<void> {
  // Loaded only when something is to be built: it takes a third of a second.
  const { build } = await import('vite')
  // Vite leaves a NODE_ENV alone that is there: under a test runner ('test') the page would be Vue's slow development build.
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build({ configFile: join(root, configFile), logLevel: 'error' })
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
}
