import { createServer } from 'node:http'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { launchChromium } from './chromium.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** As the product's own pages are served (electron/api/page.ts): threads may then share memory. */
const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }

/** A page that holds the exports of one TypeScript module, in a real Chromium. */
export interface BenchPage {
  page: Page
  url: string
  /**
   * Calls an exported function of the module in the page; arguments and result cross as JSON.
   * @throws {Error} with the page's own message and stack.
   */
  call<Result>(name: string, ...args: unknown[]): Promise<Result>
  /** Errors and warnings the page logged. */
  log: string[]
  close(): Promise<void>
}

/**
 * Bundles `entry` (path from the project root) with Vite, serves it on 127.0.0.1 and opens it in Chromium.
 * Nothing is written into the project. `answer` may serve further paths (an API) from the same origin.
 */
export async function openBenchPage(
  entry: string,
  options: { answer?: (request: Request) => Promise<Response | null>; args?: string[] } = {},
): Promise<BenchPage> {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-page-'))
  const cleanUp: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const undo of cleanUp.reverse()) await undo()
  }
  try {
    await bundle(entry, folder)
    const { origin, stop } = await serveFolder(join(folder, 'out'), options.answer)
    cleanUp.push(stop)
    const browser = await launchChromium({ args: options.args })
    cleanUp.push(() => browser.close())
    const page = await browser.newPage()
    page.setDefaultTimeout(600_000)
    const log: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) log.push(message.text())
    })
    page.on('pageerror', (error) => log.push(String(error)))
    await page.goto(`${origin}/index.html`)
    await page.waitForFunction('globalThis.bench !== undefined', undefined, { timeout: 60_000 }).catch((error) => {
      throw new Error(`the page of ${entry} did not start: ${log.join('; ') || 'it logged nothing'}`, { cause: error })
    })
    return {
      page,
      url: `${origin}/index.html`,
      log,
      close,
      call: async <Result>(name: string, ...args: unknown[]) =>
        (await page.evaluate(
          ([wanted, given]) => {
            const exported = (globalThis as unknown as { bench: Record<string, (...args: unknown[]) => unknown> }).bench
            if (!exported[wanted]) throw new Error(`the page exports no '${wanted}'`)
            return exported[wanted](...given)
          },
          [name, args] as const,
        )) as Result,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function bundle(entry: string, folder: string): Promise<void> {
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>bench</title><script type="module" src="/main.ts">',
  )
  writeFileSync(
    join(folder, 'main.ts'),
    `import * as bench from ${JSON.stringify(join(root, entry))}\nObject.assign(globalThis, { bench })\n`,
  )
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    worker: { format: 'es' },
    build: { outDir: join(folder, 'out'), target: 'chrome140', minify: false, reportCompressedSize: false },
  })
}

async function serveFolder(folder: string, answer?: (request: Request) => Promise<Response | null>) {
  const server = createServer((request, response) => {
    const reply = async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
      const body: Buffer[] = []
      for await (const chunk of request as AsyncIterable<Buffer>) body.push(chunk)
      const method = request.method ?? 'GET'
      const other = await answer?.(
        new Request(`http://127.0.0.1${request.url ?? '/'}`, {
          method,
          headers: { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' },
          body: ['GET', 'HEAD'].includes(method) ? null : Buffer.concat(body),
        }),
      )
      if (other) {
        response.writeHead(other.status, Object.fromEntries(other.headers))
        return response.end(Buffer.from(await other.arrayBuffer()))
      }
      const file = join(folder, normalize(pathname))
      if (!file.startsWith(folder) || !statSync(file, { throwIfNoEntry: false })?.isFile())
        return response.writeHead(404).end()
      return response
        .writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', ...isolation })
        .end(readFileSync(file))
    }
    reply().catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
