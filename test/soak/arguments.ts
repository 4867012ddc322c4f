import { parseArgs } from 'node:util'

export interface SoakOptions {
  /** How long; the cycle in progress is finished. */
  minutes: number
  /** At most so many cycles; null: as many as the minutes allow. */
  cycles: number | null
  /** Decides the texts, the sizes and the order of the faults. */
  seed: number
  /** Where the report goes as JSON; null: nowhere. */
  json: string | null
}

export const usage = `Uses Unroll for a long time in a real Chromium, with faults injected, and looks for anything that grows.

  npm run soak -- --minutes 60 [--cycles N] [--seed N] [--json FILE]

It ends with code 1 when memory grew by more than 5 % after the first ten minutes, or when anything else went wrong.`

/** @throws {RangeError} for what is no number of that kind, TypeError for unknown options. */
export function readSoakArguments(args: readonly string[]): SoakOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '60' },
      cycles: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return 'help'
  const positive = (name: string, text: string) => {
    const value = Number(text)
    if (!(value > 0)) throw new RangeError(`--${name} takes a number above 0, not '${text}'`)
    return value
  }
  return {
    minutes: positive('minutes', values.minutes),
    cycles: values.cycles === undefined ? null : Math.ceil(positive('cycles', values.cycles)),
    seed: positive('seed', values.seed),
    json: values.json ?? null,
  }
}
