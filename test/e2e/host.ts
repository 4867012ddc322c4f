import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The product as `npm start` runs it where there is no display: the browser host in a process of its own. */
export interface Host {
  pid: number
  /** What `npm start` prints: an address that lets the browser in. */
  url: string
  output(): string
  /** Ctrl+C. Resolves with the exit code. */
  stop(): Promise<number | null>
  /** As a crash or a power cut would. */
  kill(): Promise<void>
}

/**
 * @param nodeArgs for Node itself, e.g. '--inspect=127.0.0.1:0'
 * @throws {Error} with the host's own output when it ends before it is ready.
 */
export async function startHost(dataFolder: string, args: string[] = [], nodeArgs: string[] = []): Promise<Host> {
  const child = spawn(process.execPath, [...nodeArgs, 'electron/start.ts', '--no-open', ...args], {
    cwd: root,
    env: { ...process.env, UNROLL_DATA: dataFolder, INIT_CWD: root },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close').then(([code]) => code as number | null)
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      output += text
      const address = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(output)
      if (address && output.includes('Ctrl+C')) resolve(address[0])
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    void closed.then((code) => reject(new Error(`the host ended with code ${code}:\n${output}`)))
  })
  return {
    pid: child.pid ?? -1,
    url,
    output: () => output,
    async stop() {
      child.kill('SIGINT')
      return await closed
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'unroll-e2e-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}
