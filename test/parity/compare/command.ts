import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../electron/cli.ts', import.meta.url))

export interface Ended {
  code: number | null
  out: string
  err: string
}

/** An empty folder for one test's files and data. */
export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'unroll-compare-'))

/**
 * Runs the real command in a process of its own, as `npm run compare --` does.
 * @param onNote told of all that was written to standard error so far; may interrupt the process.
 */
export function compare(
  args: string[],
  cwd: string,
  onNote?: (err: string, interrupt: () => void) => void,
): Promise<Ended> {
  const env = { ...process.env, INIT_CWD: cwd, UNROLL_DATA: join(cwd, 'data') }
  const child = spawn(process.execPath, [program, 'compare', ...args], { cwd, env })
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text
    onNote?.(ended.err, () => child.kill('SIGINT'))
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...ended, code }))
  })
}
