// npm run bench -- NAME [options]: runs test/bench/NAME.ts; without a name it lists them.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('.', import.meta.url)
const [name, ...options] = process.argv.slice(2)

/** A file is a benchmark when its first lines say how it is run. */
const isBenchmark = (file: string) =>
  file !== 'run.ts' &&
  file.endsWith('.ts') &&
  readFileSync(new URL(file, folder), 'utf8')
    .slice(0, 500)
    .match(new RegExp(`(bench -- |test/bench/)${file.slice(0, -3)}\\b`)) !== null

if (name && /^[\w-]+$/.test(name) && existsSync(new URL(`${name}.ts`, folder))) {
  process.argv = [process.argv[0], fileURLToPath(new URL(`${name}.ts`, folder)), ...options]
  await import(new URL(`${name}.ts`, folder).href)
} else {
  const names = readdirSync(folder).filter(isBenchmark)
  console.error(name ? `There is no benchmark '${name}'.` : 'Which benchmark? npm run bench -- NAME')
  console.error(`Benchmarks: ${names.map((file) => file.slice(0, -3)).join(', ')}`)
  process.exitCode = 2
}
