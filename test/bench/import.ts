/**
 * How fast and with how much memory large files are imported, beside DuckDB's `read_csv` into a table in the same run:
 * `npm run bench -- import [--json] [--megabytes 100,1000]`. Generates seeded files of reviews (CSV with quotes, doubled quotes,
 * commas, line ends inside fields, a little non-ASCII) in the temporary folder; each reader runs in a process of its own.
 * DuckDB is no dependency: `npm install --no-save @duckdb/node-api` brings it (71 MB), else only ours is timed.
 */
import { execFile } from 'node:child_process'
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stream } from '../../shared/engine/training/random.ts'

interface Timing {
  reader: string
  seconds: number
  megabytesPerSecond: number
  peakMegabytes: number
  /** Time of all threads: what a busy machine does not change. */
  cpuSeconds: number
  rows: number
  /** Longest time that the event loop of the main thread was held up, in ms; ours only. */
  longestPause?: number
  /** From the wish to cancel, in the middle, to the answer that nothing is written any more; ours only. */
  cancelSeconds?: number
}

const MEGABYTE = 1e6
const json = process.argv.includes('--json')
const sizes = (process.argv[process.argv.indexOf('--megabytes') + 1] || '').match(/^[\d,]+$/)
  ? process.argv[process.argv.indexOf('--megabytes') + 1].split(',').map(Number)
  : [100, 1000]

const folder = mkdtempSync(join(tmpdir(), 'unroll-bench-import-'))
try {
  const results = []
  for (const megabytes of sizes) {
    const path = join(folder, `reviews-${megabytes}.csv`)
    const rows = await generate(path, megabytes * MEGABYTE)
    const ours = await time('import-ours', path)
    const duckdb = await time('import-duckdb', path)
    const ratio = duckdb && ours ? ours.megabytesPerSecond / duckdb.megabytesPerSecond : null
    results.push({ megabytes, rows, ours, duckdb, ratio })
    if (!json) tell(megabytes, rows, [ours, duckdb], ratio)
    rmSync(path)
  }
  if (json) console.log(JSON.stringify({ bench: 'import', results }, null, 2))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function tell(megabytes: number, rows: number, timings: (Timing | null)[], ratio: number | null): void {
  console.log(`${megabytes} MB, ${rows.toLocaleString('en')} rows`)
  for (const timing of timings)
    if (timing)
      console.log(
        `  ${timing.reader.padEnd(8)} ${timing.seconds.toFixed(2)} s, ${timing.megabytesPerSecond.toFixed(1)} MB/s, ${timing.cpuSeconds.toFixed(1)} s of processor, peak ${Math.round(timing.peakMegabytes)} MB resident` +
          (timing.longestPause === undefined
            ? ''
            : `, longest pause ${Math.round(timing.longestPause)} ms, cancelled in ${timing.cancelSeconds?.toFixed(2)} s`),
      )
  console.log(
    ratio === null
      ? '  DuckDB is not installed: npm install --no-save @duckdb/node-api'
      : `  ${ratio.toFixed(2)} of the speed of DuckDB`,
  )
}

/** Runs one reader in a process of its own; null where it is not installed. */
async function time(name: 'import-ours' | 'import-duckdb', path: string): Promise<Timing | null> {
  const script = join(import.meta.dirname, 'readers', `${name}.ts`)
  const { stdout } = await promisify(execFile)(process.execPath, [script, path, folder])
  return JSON.parse(stdout) as Timing | null
}

/** About a million reviews per gigabyte. Answers how many rows were written. */
async function generate(path: string, bytes: number): Promise<number> {
  if (existsSync(path)) rmSync(path)
  const random = stream(1, 'bench-import')
  const common =
    'the a of and to in is it that this was with as for on but film movie one an not have be are by you who all at from his so like they about good bad great just or has more some very story would there which can when time really see much well plot acting scene boring wonderful never best worst funny love ending'.split(
      ' ',
    )
  const letters = 'aeioubcdfglmnprstvh'
  const rare = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 3 + random.int(8) }, () => letters[random.int(letters.length)]).join(''),
  )
  const ends = [',', '.', '!', ' ""so called""', '’s', '<br />', '\n']
  const sentence = () =>
    Array.from({ length: 40 + random.int(260) }, () => {
      const word = random.int(2) ? common[random.int(common.length)] : rare[random.int(rare.length)]
      return random.int(12) ? word : word + ends[Math.min(random.int(ends.length), random.int(ends.length))]
    }).join(' ')
  const file = createWriteStream(path)
  file.write('id,review,sentiment\n')
  let [written, rows] = [0, 0]
  while (written < bytes) {
    const lines: string[] = []
    for (let n = 0; n < 1000; n++) lines.push(`${rows++},"${sentence()}",${random.int(2) ? 'positive' : 'negative'}\n`)
    const piece = Buffer.from(lines.join(''))
    written += piece.length
    if (!file.write(piece)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
  // On the disk before the first reader begins: else it would share the disk with the writing of its own file.
  const handle = await open(path)
  await handle.sync()
  await handle.close()
  return rows
}
