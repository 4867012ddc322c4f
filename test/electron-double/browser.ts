import { chromium } from 'playwright-core'
import type { BrowserContext } from 'playwright-core'

let shared: BrowserContext | null = null

/** The Chromium that the test started; its default context is seen by the test and by this process alike. */
export async function connectBrowser(): Promise<void> {
  const address = process.env.ELECTRON_DOUBLE_CHROMIUM
  if (!address) throw new Error('ELECTRON_DOUBLE_CHROMIUM must hold the address of a Chromium with remote debugging')
  const browser = await chromium.connectOverCDP(address)
  shared = browser.contexts()[0] ?? null
  if (!shared) throw new Error('the Chromium of the Electron double has no default context')
}

export function browserContext(): BrowserContext {
  if (!shared) throw new Error('windows can be opened only after the application is ready')
  return shared
}
