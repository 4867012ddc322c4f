import { FEWEST_READINGS, growthOf } from './growth.ts'
import type { Growth, Reading } from './growth.ts'
import type { Problem } from './problems.ts'

/** Memory may not grow by more than this share after the warm-up. */
export const MOST_GROWTH = 0.05
/** Counts are whole things: so many more are no trend. */
const FREE_COUNTS = 3

export interface Judged {
  name: string
  readings: Reading[]
  growth: Growth | null
  verdict: 'steady' | 'grows' | 'too few readings' | 'explained'
}

export interface SoakReport {
  seed: number
  minutes: number
  cycles: number
  warmUpMinutes: number
  faults: Record<string, number>
  series: Judged[]
  problems: Problem[]
  expectedComplaints: number
  passed: boolean
}

const isBytes = (name: string) => /heap|process|database/.test(name)

/**
 * A database keeps what was deleted, so that it can be restored: it is told, but growth of it is what was asked for. All
 * else must be steady.
 */
export function judge(name: string, readings: Reading[], warmUpMinutes: number): Judged {
  const growth = growthOf(readings, warmUpMinutes)
  if (!growth) return { name, readings, growth, verdict: 'too few readings' }
  const grows = growth.share > MOST_GROWTH && (isBytes(name) || growth.to - growth.from > FREE_COUNTS)
  return { name, readings, growth, verdict: !grows ? 'steady' : name.startsWith('database') ? 'explained' : 'grows' }
}

const amount = (name: string, value: number) =>
  isBytes(name) ? `${(value / 1024 / 1024).toFixed(2)} MiB` : value.toFixed(1)

/** The report for people. */
export function inWords(report: SoakReport): string {
  const { seed, minutes, cycles, warmUpMinutes, faults, series, problems, expectedComplaints, passed } = report
  const rows = series.map(({ name, growth, verdict, readings }) => {
    if (!growth) return `  ${name.padEnd(20)} ${verdict} (${readings.length} of ${FEWEST_READINGS})`
    const share = `${growth.share < 0 ? '−' : '+'}${Math.abs(growth.share * 100).toFixed(2)} %`
    const path = `${amount(name, growth.from)} → ${amount(name, growth.to)}`
    return `  ${name.padEnd(20)} ${path.padEnd(28)} ${share.padStart(9)}  ${verdict}`
  })
  return [
    `Soak of ${minutes.toFixed(1)} minutes, ${cycles} cycles, seed ${seed}`,
    '',
    `Faults injected: ${Object.entries(faults)
      .map(([name, times]) => `${name} ×${times}`)
      .join(', ')}.`,
    `Complaints that belonged to them: ${expectedComplaints}.`,
    '',
    `Growth after the first ${warmUpMinutes.toFixed(1)} minutes, by the Theil–Sen line through the readings at rest, each`,
    'the least of three after a garbage collection. Limit: 5 %, for counts at least three more.',
    ...rows,
    '  (explained: deleted things stay in the database until they are deleted for good)',
    '',
    problems.length
      ? `Problems: ${problems.length}`
      : 'No problem: nothing thrown, rejected or logged outside the injected faults.',
    ...problems.map(({ minute, during, text }) => `  minute ${minute.toFixed(1)}, ${during}: ${text}`),
    '',
    passed ? 'PASSED' : 'FAILED',
  ].join('\n')
}
