import { join } from 'node:path'
import { buildPage } from '../../electron/starting/page-build.ts'
import { root, temporaryFolder } from '../e2e/host.ts'
import type { SoakOptions } from './arguments.ts'
import type { Reading } from './growth.ts'
import { Problems } from './problems.ts'
import { judge } from './report.ts'
import type { SoakReport } from './report.ts'
import { openRough } from './rough.ts'
import { openSitting } from './sitting.ts'
import type { Measures } from './sitting.ts'

/** The first ten minutes of an hour are not judged: caches fill, code is compiled. A shorter run has a shorter warm-up. */
const warmUpOf = (minutes: number) => Math.min(10, minutes / 6)

/**
 * Uses Unroll in cycles until the time is over. Two arms take turns: one sitting that is never interrupted and whose memory is
 * watched, and a rough one whose processes are killed.
 */
export async function soak(
  { minutes, cycles, seed }: Pick<SoakOptions, 'minutes' | 'cycles' | 'seed'>,
  say: (line: string) => void,
): Promise<SoakReport> {
  await buildPage(root, say)
  const start = performance.now()
  const minute = () => (performance.now() - start) / 60_000
  const problems = new Problems(minute)
  const folder = temporaryFolder()
  const arms = [
    await openSitting(join(folder.path, 'sitting'), seed, problems),
    await openRough(join(folder.path, 'rough'), seed, problems),
  ]
  const series = new Map<string, Reading[]>()
  const faults: Record<string, number> = {}
  let done = 0
  try {
    for (; minute() < minutes && done < (cycles ?? Infinity); done++)
      for (const [at, arm] of arms.entries()) {
        const fault = await arm.cycle(done).catch((error: unknown) => {
          problems.note(`the cycle ended: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
          return null
        })
        if (fault === null) throw new Error('a cycle did not come to its end')
        faults[fault] = (faults[fault] ?? 0) + 1
        const measures: Measures = await arm.measure()
        for (const [name, value] of Object.entries(measures))
          if (value !== null) series.set(name, [...(series.get(name) ?? []), { minute: minute(), value }])
        say(
          `minute ${minute().toFixed(1)}, cycle ${done + 1}, ${['sitting', 'rough'][at]}: ${fault}; ${inShort(measures)}`,
        )
      }
  } catch (error) {
    say(String(error))
  } finally {
    problems.during('closing')
    for (const arm of arms) await arm.close().catch((error: unknown) => problems.note(`closing: ${String(error)}`))
    folder.remove()
  }
  const judged = [...series].map(([name, readings]) => judge(name, readings, warmUpOf(minutes)))
  const passed = problems.found.length === 0 && judged.every(({ verdict }) => verdict !== 'grows')
  return {
    ...{ seed, minutes: minute(), cycles: done, warmUpMinutes: warmUpOf(minutes), faults, series: judged },
    ...{ problems: problems.found, expectedComplaints: problems.expectedCount, passed },
  }
}

const inShort = (measures: Measures) =>
  Object.entries(measures)
    .map(
      ([name, value]) => `${name} ${value !== null && value > 100_000 ? `${(value / 1048576).toFixed(1)} MiB` : value}`,
    )
    .join(', ')
