// One import as the application does it, in a process of its own: node import-ours.ts FILE FOLDER. Prints a Timing as JSON.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openServices } from '../../../electron/services.ts'

const [path, folder] = process.argv.slice(2)
const TURN = 5
const dataFolder = mkdtempSync(join(folder, 'data-'))
const services = await openServices({ dataFolder, resources: null })
const delay = monitorEventLoopDelay({ resolution: TURN })
delay.enable()
const [began, cpu] = [performance.now(), process.cpuUsage()]
const { id, options } = await services.imports.open('reviews.csv', path)
services.imports.commit(id, options)
const { report } = await services.imports.finished(id)
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(cpu)
delay.disable()
// The monitor counts from one of its turns to the next.
const longestPause = Math.max(0, delay.max / 1e6 - TURN)
// The system's own count of the most memory that this process ever held, in KiB.
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6
const cancelSeconds = await timeOfCancel()
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
    cancelSeconds,
  }),
)

/** How long a cancel takes in the middle of the same import. */
async function timeOfCancel(): Promise<number> {
  const { id, options } = await services.imports.open('reviews.csv', path)
  const middle = Promise.withResolvers<void>()
  services.events.subscribe((event) => {
    if (event.kind === 'import' && event.state.id === id && event.state.bytesRead > event.state.bytesTotal / 2)
      middle.resolve()
  })
  services.imports.commit(id, options)
  await middle.promise
  const asked = performance.now()
  await services.imports.cancel(id)
  return (performance.now() - asked) / 1000
}
