import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The project's own tools come first, also when npm did not start this program. */
export const toolEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
}

export interface PartResult {
  name: string
  passed: number
  failed: number
  skipped: number
  seconds: number
  /** What failed or was skipped, one line each, for the summary. */
  notes: string[]
}

export interface Finished {
  code: number
  seconds: number
  timedOut: boolean
}

/**
 * Runs a command, showing its output line by line behind the part's name (parts run side by side).
 * A command that takes longer than `limitSeconds` is ended with everything it started: a hung test must not hang the run.
 */
export function runCommand(name: string, command: string[], limitSeconds: number): Promise<Finished> {
  const start = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      env: { ...toolEnvironment, FORCE_COLOR: '0', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that it can be ended as a whole.
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    })
    let timedOut = false
    const limit = setTimeout(() => {
      timedOut = true
      end(child.pid)
    }, limitSeconds * 1000)
    const forward = (signal: NodeJS.Signals) => {
      end(child.pid)
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    process.once('SIGINT', forward).once('SIGTERM', forward)
    for (const stream of [child.stdout, child.stderr]) inLines(stream, (line) => console.log(`[${name}] ${line}`))
    const done = (code: number) => {
      clearTimeout(limit)
      process.off('SIGINT', forward).off('SIGTERM', forward)
      resolve({ code, seconds: (performance.now() - start) / 1000, timedOut })
    }
    child.once('error', (error) => {
      console.log(`[${name}] could not be started: ${error.message}`)
      done(1)
    })
    child.once('close', (code) => done(code ?? 1))
  })
}

function end(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended by itself in the meantime.
  }
}

function inLines(stream: NodeJS.ReadableStream, show: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    lines.filter((line) => line.trim()).forEach(show)
  })
  stream.on('end', () => rest.trim() && show(rest))
}

/** A part that either holds or does not: types, lint, format, build. */
export async function runCheck(name: string, commands: string[][], limitSeconds = 300): Promise<PartResult> {
  let seconds = 0
  for (const command of commands) {
    const finished = await runCommand(name, command, limitSeconds)
    seconds += finished.seconds
    if (finished.code !== 0) {
      const what = finished.timedOut ? `took longer than ${limitSeconds} s` : 'failed'
      return {
        name,
        passed: 0,
        failed: 1,
        skipped: 0,
        seconds,
        notes: [`FAILED ${name}: ${command.join(' ')} ${what}`],
      }
    }
  }
  return { name, passed: 1, failed: 0, skipped: 0, seconds, notes: [] }
}
