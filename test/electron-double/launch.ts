import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { launchChromium } from '../browser/chromium.ts'
import type { ControlAnswer, ControlRequest, Controls } from './control.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A Chromium whose default context the application and the test share. */
export async function launchSharedChromium() {
  const port = await freePort()
  const browser = await launchChromium({ args: [`--remote-debugging-port=${port}`] })
  const address = `http://127.0.0.1:${port}`
  const view = await chromium.connectOverCDP(address)
  const context = view.contexts()[0]
  return {
    address,
    /** The page of the application's window, as soon as there is one. */
    async page(application: RunningApplication): Promise<Page> {
      const isApplication = (page: Page) => page.url().includes('app.unroll.localhost')
      const died = application.ended.then((code) => {
        throw new Error(`the application ended with code ${code}: ${application.output()}`)
      })
      const opened = async () => {
        const page = context.pages().find(isApplication) ?? (await context.waitForEvent('page', { timeout: 60_000 }))
        await page.waitForURL(/app\.unroll\.localhost/)
        return page
      }
      return await Promise.race([opened(), died])
    },
    /** A killed application leaves its tab behind. */
    async closePages() {
      for (const page of context.pages()) await page.close()
    },
    async close() {
      await view.close()
      await browser.close()
    },
  }
}

export interface RunningApplication {
  control<Name extends keyof Controls>(
    name: Name,
    ...argument: Parameters<Controls[Name]>
  ): Promise<ReturnType<Controls[Name]>>
  /** Resolves with the exit code when the process ends. */
  ended: Promise<number | null>
  /** What it wrote to the terminal. */
  output(): string
  kill(): Promise<void>
}

/**
 * Starts the main process under the double, as `electron . ARGS` would start it under Electron.
 * @param entry from the sources, as built, or the folder with the contents of a package.
 */
export function startApplication(
  chromiumAddress: string,
  dataFolder: string,
  args: string[] = [],
  entry: 'electron/main.ts' | 'out/main/main.js' | { package: string } = 'electron/main.ts',
): RunningApplication {
  const script = typeof entry === 'string' ? entry : join(entry.package, 'out', 'main', 'main.js')
  const register = new URL('./register.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--import', register, script, ...args], {
    // A package finds nothing of the project around it.
    cwd: typeof entry === 'string' ? root : entry.package,
    env: {
      ...process.env,
      ...{ ELECTRON_DOUBLE_CHROMIUM: chromiumAddress, UNROLL_DATA: dataFolder },
      ...(typeof entry === 'string' ? {} : { ELECTRON_DOUBLE_PACKAGE: entry.package }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const answers = new Map<number, (answer: { value?: unknown; error?: string }) => void>()
  let count = 0

  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: ControlAnswer) => {
      if ('ready' in message) resolve()
      else answers.get(message.id)?.(message)
    })
    void ended.then((code) => {
      reject(new Error(`the application ended with code ${code}: ${output}`))
      for (const answer of answers.values()) answer({ error: `the application ended with code ${code}: ${output}` })
    })
  })
  ready.catch(() => {}) // a second instance is never ready: it ends, and that is what its test waits for

  const application: RunningApplication = {
    async control(name, ...[argument]) {
      await ready
      const id = ++count
      const answer = new Promise<{ value?: unknown; error?: string }>((resolve) => answers.set(id, resolve))
      child.send({ id, name, argument } satisfies ControlRequest)
      const { value, error } = await answer
      answers.delete(id)
      if (error) throw new Error(error)
      return value as ReturnType<Controls[typeof name]>
    },
    ended,
    output: () => output,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
  return application
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
