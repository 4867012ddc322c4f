import { join } from 'node:path'
import { dataFolder } from '../data-folder.ts'
import { serve } from '../serve.ts'
import { openServices } from '../services.ts'
import { hasDisplay, openBrowser } from './browser-window.ts'
import { holdOpenImport, openFile } from './open-file.ts'

export interface BrowserHostOptions {
  root: string
  page: string
  port: number
  file: string | null
  open: boolean
  /** Why this is not Electron, in one line; null when nobody asked for Electron. */
  reason: string | null
  say: (line: string) => void
}

/**
 * Serves the application on 127.0.0.1 and opens it in a browser where there is a display.
 * @returns when Ctrl+C (or a termination signal) has closed everything.
 * @throws {UnrollError} when the data folder cannot be used.
 */
export async function runBrowserHost({ root, page, port, file, open, reason, say }: BrowserHostOptions): Promise<void> {
  const opened = await openServices({ dataFolder: dataFolder(), resources: join(root, 'resources') })
  for (const notice of opened.about('browser').notices) say(notice)
  const services = { ...opened, events: holdOpenImport(opened.events) }
  const stopped = untilStopped()
  const server = await serve({ services, page, port })
  try {
    if (file) await openFile(services, file).catch((error: Error) => say(`${file} was not opened: ${error.message}`))
    if (reason) say(reason)
    say(`Unroll is at ${server.url} (Ctrl+C ends it).`)
    // Whether a browser really came up cannot be known; the address stands above for the case that none did.
    if (open && hasDisplay(process.env, process.platform)) await openBrowser(server.url, process.env, process.platform)
    await stopped
    say('Closing …')
  } finally {
    await server.close()
    await opened.close()
  }
}

/** A second Ctrl+C ends the process at once, should closing hang. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    for (const signal of signals)
      process.once(signal, () => {
        for (const other of signals) process.once(other, () => process.exit(130))
        resolve()
      })
  })
}
