import { z } from 'zod'

export const logLevels = ['note', 'warning', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

export const logEntry = z.strictObject({ at: z.iso.datetime(), level: z.enum(logLevels), text: z.string() })
/** One thing that happened; `at` in UTC. */
export type LogEntry = z.infer<typeof logEntry>

/** What the page reports of itself. */
export const logRequest = z.strictObject({ level: z.enum(logLevels), text: z.string().min(1).max(8000) })

export interface Log {
  /** Where the file is, for those who want all of it. */
  path: string
  /** Newest first. */
  entries: LogEntry[]
}

/** As text to copy: oldest first, one line each; further lines of an entry are indented. */
export const logAsText = (entries: readonly LogEntry[]): string =>
  [...entries]
    .reverse()
    .map(({ at, level, text }) => `${at} ${level.padEnd(7)} ${text.replace(/\r?\n/g, '\n    ')}`)
    .join('\n')
