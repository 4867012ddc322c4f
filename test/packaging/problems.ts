import { readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, join, posix } from 'node:path'
import type { PackedFile } from './asar.ts'

/**
 * Unroll's own part of the installer; Electron beside it is some 270 MB. It was 5.4 MiB when the budget was set, a quarter of
 * it TensorFlow.js, which the page's workers share (renderer/workers/worker.ts). Whoever needs more says why, here.
 */
export const BUDGET_BYTES = 8 * 1024 * 1024

/** Everything that may be inside. Whatever fits none of these has no business there. */
const allowed = [
  /^package\.json$/,
  /^LICENSE$/,
  /^out\/main\/(main\.js|preload\.cjs|third-party-notices\.txt)$/,
  // Threads, and what they share with the main process.
  /^out\/main\/(assets\/)?[\w-]+\.js$/,
  /^out\/renderer\/(index\.html|third-party-notices\.txt)$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2|wasm)$/,
  /^resources\/samples\/[\w-]+\.(csv|md)$/,
]
/** Libraries that only the tests and tools use. */
const toolsOnly = ['vitest', 'playwright-core', 'papaparse', 'axe-core', 'onnxruntime-node', 'fast-check']
const required = [
  ...['package.json', 'LICENSE', 'out/main/main.js', 'out/main/preload.cjs', 'out/renderer/index.html'],
  ...['out/main/third-party-notices.txt', 'out/renderer/third-party-notices.txt'],
]
const licensed = {
  'out/main/third-party-notices.txt': ['hono', 'zod', 'chardet', 'iconv-lite'],
  'out/renderer/third-party-notices.txt': ['vue', 'chart.js', '@tensorflow/tfjs-core', 'katex', 'reka-ui', 'pinia'],
}

/** What is wrong with the contents of a package, one line each. @param root of the project they were made from. */
export function problemsOf(files: readonly PackedFile[], root: string): string[] {
  const paths = new Set(files.map(({ path }) => path))
  const text = (path: string) => files.find((file) => file.path === path)?.bytes.toString('utf8') ?? ''
  const samples = readdirSync(join(root, 'resources', 'samples')).map((name) => `resources/samples/${name}`)
  const code = files.filter(({ path }) => /\.(c?js|html|css)$/.test(path))
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)

  return [
    ...files
      .filter(({ path }) => !allowed.some((pattern) => pattern.test(path)))
      .map(({ path }) => `${path}: not wanted`),
    ...[...required, ...samples].filter((path) => !paths.has(path)).map((path) => `${path}: missing`),
    ...files.filter(({ whole }) => !whole).map(({ path }) => `${path}: its checksum is missing or wrong`),
    ...code.flatMap(({ path, bytes }) => {
      const content = bytes.toString('utf8')
      return [
        ...(/[#@] sourceMappingURL=/.test(content) ? [`${path}: points at a source map`] : []),
        ...(content.includes(root) ? [`${path}: names the folder it was built in`] : []),
        ...missingParts(path, content, paths),
      ]
    }),
    ...(code.some(({ bytes }) => bytes.includes('AGFzbQEAAA')) ? [] : ['no file holds the WebAssembly kernels']),
    ...Object.entries(licensed).flatMap(([path, names]) => [
      ...names.filter((name) => !text(path).includes(`\n${name} `)).map((name) => `${path}: no licence of ${name}`),
      ...toolsOnly.filter((name) => text(path).includes(`\n${name} `)).map((name) => `${path}: ${name} is built in`),
    ]),
    ...(total > BUDGET_BYTES ? [`${megabytes(total)} are more than the ${megabytes(BUDGET_BYTES)} of the budget`] : []),
  ]
}

/** Files that a file of the page asks for and that are not there; and what the main process imports beyond its own. */
function missingParts(path: string, content: string, paths: ReadonlySet<string>): string[] {
  if (path.startsWith('out/main/')) {
    const asked = [...content.matchAll(/^import\s[^'"]*?from\s*["']([^"'\n]+)["'];?$/gm)].map(([, name]) => name)
    const threads = [...content.matchAll(/workerFile\(["']([\w-]+)["']\)/g)].map(([, name]) => `./${name}.js`)
    const isOwn = (name: string) =>
      name.startsWith('.') ? paths.has(posix.join(posix.dirname(path), name)) : name === 'electron' || isBuiltin(name)
    return [...asked, ...threads].filter((name) => !isOwn(name)).map((name) => `${path}: asks for ${name}`)
  }
  const named = [...content.matchAll(/[\w.-]+-[\w-]{8}\.(?:js|css|woff2|svg)\b/g)].map(([name]) => name)
  return [...new Set(named)]
    .filter((name) => !paths.has(`out/renderer/assets/${basename(name)}`))
    .map((name) => `${path}: asks for ${name}, which is missing`)
}

const megabytes = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(2)} MiB`

/** The files, the largest first, with a line for all that are smaller than 20 kB. */
export function contentsTable(files: readonly PackedFile[]): string {
  const sorted = files.toSorted((a, b) => b.bytes.length - a.bytes.length)
  const large = sorted.filter(({ bytes }) => bytes.length >= 20_000)
  const small = sorted.slice(large.length)
  const line = (bytes: number, what: string) => `${(bytes / 1000).toFixed(1).padStart(9)} kB  ${what}`
  const sum = (some: readonly PackedFile[]) => some.reduce((bytes, file) => bytes + file.bytes.length, 0)
  return [
    ...large.map(({ path, bytes }) => line(bytes.length, path)),
    line(sum(small), `${small.length} smaller files`),
    `${line(sum(files), `in all; the budget is ${megabytes(BUDGET_BYTES)}`)}`,
  ].join('\n')
}
