import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { launchSharedChromium, startApplication } from '../electron-double/launch.ts'
import type { RunningApplication } from '../electron-double/launch.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import { refusedBy, tryEverything } from './policy-probes.ts'

const folder = temporaryFolder()
beforeAll(() => buildPage(root, () => {}))
afterAll(() => folder.remove())

/** WebAssembly is allowed by name; nothing of Node is in the page; the page is isolated from others. */
const inside = () => {
  const world = window as unknown as Record<string, unknown>
  return {
    wasm: WebAssembly.validate(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
    compiled: new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)) instanceof WebAssembly.Module,
    node: ['process', 'require', 'module', 'Buffer', '__dirname', 'global'].filter((name) => world[name] !== undefined),
    isolated: crossOriginIsolated && isSecureContext,
    opener: window.opener === null,
  }
}
const asItShould = { wasm: true, compiled: true, node: [], isolated: true, opener: true }

describe('the policy of the page, in a browser', () => {
  let host: Host
  let browser: Browser
  beforeAll(async () => {
    host = await startHost(`${folder.path}/browser`)
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await host.stop()
  })

  it('refuses every way to run or load what is not its own, and has no Node', async () => {
    const page = await browser.newPage()
    await page.goto(host.url)
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    expect(await page.evaluate(inside)).toEqual(asItShould)
    expect(await tryEverything(page)).toEqual(refusedBy)
  })

  it('keeps the page out of frames of other pages, and its answers out of their scripts', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(host.url)
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    const { origin } = new URL(host.url)
    // Another local program's page: same site, other port, so the cookie alone would not keep it out.
    const other = await context.newPage()
    await other.route('http://127.0.0.1:4999/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<p>other' }),
    )
    await other.goto('http://127.0.0.1:4999/')
    const seen = await other.evaluate(async (address) => {
      const load = (name: 'script' | 'img' | 'iframe', src: string) =>
        new Promise<string>((resolve) => {
          const element = document.createElement(name)
          element.onload = () => resolve(name === 'iframe' ? 'shown' : 'loaded')
          element.onerror = () => resolve('refused')
          element.src = src
          document.body.append(element)
        })
      const readable = (frames: Window) => {
        try {
          return frames[0].document.body.textContent !== ''
        } catch {
          return false
        }
      }
      const asked = await fetch(`${address}/api/datasets`, { credentials: 'include' }).then(
        () => 'read',
        () => 'refused',
      )
      await load('iframe', `${address}/`)
      return {
        asked,
        script: await load('script', `${address}/api/datasets`),
        image: await load('img', `${address}/assets/none.png`),
        readable: readable(window),
      }
    }, origin)
    expect(seen).toEqual({ asked: 'refused', script: 'refused', image: 'refused', readable: false })
    expect(other.frames().filter((frame) => frame.url().startsWith(origin))).toEqual([])
  })
})

describe('the policy of the page, in the window of the application', () => {
  let chromium: Awaited<ReturnType<typeof launchSharedChromium>>
  let application: RunningApplication
  beforeAll(async () => {
    chromium = await launchSharedChromium()
    application = startApplication(chromium.address, `${folder.path}/window`)
  })
  afterEach(() => application.kill())
  afterAll(() => chromium.close())

  it('is the same, and the preload gives the page nothing but the commands of the menu', async () => {
    const page = await chromium.page(application)
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    expect(await page.evaluate(inside)).toEqual(asItShould)
    const bridge = await page.evaluate(() =>
      Object.entries((window as { unroll?: object }).unroll ?? {}).map(([key, value]) => [key, typeof value]),
    )
    expect(bridge).toEqual([['onCommand', 'function']])
    expect(await tryEverything(page)).toEqual(refusedBy)
  })
})
