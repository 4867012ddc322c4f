import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { serve as listen } from '@hono/node-server'
import { createApi } from './api/app.ts'
import { guard } from './api/guard.ts'
import { dataFolder } from './data-folder.ts'
import { openServices } from './services.ts'
import type { Services } from './service-types.ts'

export interface ServeOptions {
  services: Services
  /** Folder of the built page; null: only the API. */
  page: string | null
  /** 0 (the default): any free port. */
  port?: number
}

export interface BrowserHost {
  /** The address to open. It holds a secret: whoever has it can read and change the data. */
  url: string
  /** Ends open connections too. The services stay open. */
  close(): Promise<void>
}

/** The second host: the same door on 127.0.0.1, for a browser. Rejects when the port is taken. */
export async function serve({ services, page, port = 0 }: ServeOptions): Promise<BrowserHost> {
  const token = randomBytes(32).toString('base64url')
  const app = guard(createApi(services, { host: 'browser', page }), token)
  const server = listen({ fetch: app.fetch, hostname: '127.0.0.1', port })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const { port: actual } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${actual}/open?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** `node electron/serve.ts`: opens the default data folder, prints the address, ends with SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const root = join(import.meta.dirname, '..')
  const services = await openServices({
    dataFolder: dataFolder(),
    resources: join(root, 'resources'),
    onNotice: (notice) => console.log(notice),
  })
  const host = await serve({
    services,
    page: join(root, 'out', 'renderer'),
    port: Number(process.env.UNROLL_PORT ?? 0),
  })
  console.log(`Unroll is at ${host.url}`)
  const end = async () => {
    await host.close()
    await services.close()
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

if (import.meta.main)
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
