/**
 * The table of a million rows: `npm run bench -- rows [--json] [--rows 1000000] [--words 60] [--folder KEPT]`. Generates seeded
 * reviews, imports them, and then times what the page asks of the host, in the process that is the host. With --folder the
 * data is kept there and found again by the next run; a run changes it only by edits that it undoes.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openServices } from '../../electron/services.ts'
import { stream } from '../../shared/engine/training/random.ts'
import { timeActions } from './rows/actions.ts'
import { openClock } from './rows/clock.ts'
import { timeVocabulary } from './rows/vocabulary-actions.ts'

interface Prepared {
  dataset: string
  bytes: number
  rows: number
  importSeconds: number
}

const option = (name: string) =>
  process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined
const [rows, words] = [Number(option('rows') ?? 1_000_000), Number(option('words') ?? 60)]
const kept = option('folder')
const folder = kept ?? mkdtempSync(join(tmpdir(), 'unroll-bench-rows-'))
try {
  const prepared = await prepare()
  const services = await openServices({ dataFolder: folder, resources: null })
  const { time, actions } = openClock()
  await timeActions(services, prepared.dataset, words, stream(2, 'bench-rows-places'), time)
  const rowsMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6
  await timeVocabulary(services, prepared.dataset, time)
  await services.close()
  const residentMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6
  if (process.argv.includes('--json'))
    console.log(
      JSON.stringify({ bench: 'rows', ...prepared, words, rowsMegabytes, residentMegabytes, actions }, null, 2),
    )
  else {
    console.log(
      `${prepared.rows.toLocaleString('en')} rows, ${Math.round(prepared.bytes / 1e6)} MB of text, imported in ${prepared.importSeconds.toFixed(1)} s`,
    )
    for (const { name, ms, longestPause, note } of actions)
      console.log(
        `  ${name.padEnd(52)} ${ms.toFixed(ms < 100 ? 1 : 0).padStart(9)} ms   longest pause ${longestPause.toFixed(0).padStart(5)} ms   ${note}`,
      )
    console.log(
      `  most memory resident: ${Math.round(rowsMegabytes)} MB; with the vocabulary ${Math.round(residentMegabytes)} MB`,
    )
  }
} finally {
  if (!kept) rmSync(folder, { recursive: true, force: true })
}

async function prepare(): Promise<Prepared> {
  const note = join(folder, 'bench.json')
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as Prepared
  mkdirSync(folder, { recursive: true })
  const script = join(import.meta.dirname, 'rows', 'prepare.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder, String(rows), String(words)])
  writeFileSync(note, stdout)
  return JSON.parse(stdout) as Prepared
}
