// `npm run compare -- FILE.csv`: trains and compares models without a window; `npm run lab -- NAME`: runs a laboratory.
import { UnrollError } from '../shared/contract/errors.ts'
import { readArguments } from './cli/arguments.ts'
import { UsageError } from './cli/options.ts'
import { plainText } from './cli/plain-text.ts'
import { processTerminal } from './cli/terminal.ts'
import { usage } from './cli/usage.ts'

const terminal = processTerminal()
const stop = new AbortController()
/** Under npm one Ctrl+C arrives twice: from the terminal, and forwarded by npm. */
const ONE_PRESS_MS = 1000
let interruptedAt: number | null = null

// The first Ctrl+C saves and stops, the second does not wait.
process.on('SIGINT', () => interrupt())
process.on('SIGTERM', () => interrupt())

process.exitCode = await main()

async function main(): Promise<number> {
  try {
    // npm runs scripts in the project's folder and says where the command was typed.
    const cwd = process.env.INIT_CWD ?? process.cwd()
    if (process.argv[2] === 'lab') {
      const { lab } = await import('./cli/lab.ts')
      return await lab(process.argv.slice(3), cwd, terminal, stop.signal)
    }
    const args = readArguments(process.argv.slice(2), cwd)
    if (args === 'help') {
      terminal.print(usage())
      return 0
    }
    const { compare } = await import('./cli/compare.ts')
    return await compare(args, terminal, stop.signal)
  } catch (error) {
    const expected = error instanceof UsageError || error instanceof UnrollError
    const message = error instanceof Error ? error.message : String(error)
    terminal.note(plainText(expected ? message : `Something went wrong that should not: ${message}`))
    if (!expected && process.env.UNROLL_DEBUG && error instanceof Error) terminal.note(plainText(error.stack ?? ''))
    return expected && !(error instanceof UnrollError && error.code === 'internal') ? 2 : 1
  }
}

function interrupt(): void {
  const now = performance.now()
  if (interruptedAt !== null && now - interruptedAt > ONE_PRESS_MS) process.exit(130)
  if (interruptedAt !== null) return
  interruptedAt = now
  terminal.note('\nStopping after this step; press Ctrl+C again to leave at once.')
  stop.abort()
}
