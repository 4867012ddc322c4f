import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../electron/cli.ts', import.meta.url))

/** Runs the real command in a process of its own, as `npm run lab --` does. `onNote` may interrupt it. */
export function lab(
  args: string[],
  cwd: string,
  onNote?: (err: string, interrupt: () => void) => void,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [program, 'lab', ...args], { cwd, env: { ...process.env, INIT_CWD: cwd } })
  const ended = { code: null as number | null, out: '', err: '' }
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
