// One import as the application does it, in a process of its own: node import-ours.ts FILE FOLDER. Prints a Timing as JSON.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openServices } from '../../../electron/services.ts'

const [path, folder] = process.argv.slice(2)
const TURN = 5
const dataFolder = mkdtempSync(join(folder, 'data-'))
const services = await openServices({ dataFolder, resources: null })
let [longestPause, last] = [0, performance.now()]
const timer = setInterval(() => {
  const now = performance.now()
  longestPause = Math.max(longestPause, now - last - TURN)
  last = now
}, TURN)
const [began, cpu] = [performance.now(), process.cpuUsage()]
const { id, options } = await services.imports.open('reviews.csv', path)
services.imports.commit(id, options)
const { report } = await services.imports.finished(id)
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(cpu)
clearInterval(timer)
// The system's own count of the most memory that this process ever held, in KiB.
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6
await services.close()
rmSync(dataFolder, { recursive: true })
const megabytesPerSecond = statSync(path).size / 1e6 / seconds
console.log(
  JSON.stringify({
    reader: 'Unroll',
    seconds,
    megabytesPerSecond,
    peakMegabytes,
    rows: report.rowsKept,
    cpuSeconds: (user + system) / 1e6,
    longestPause,
  }),
)
