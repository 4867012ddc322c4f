import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findElectron } from '../../electron/starting/electron-runtime.ts'
import { buildMain, buildPage } from '../../electron/starting/page-build.ts'
import type { ExperimentSummary } from '../../shared/contract/experiment.ts'
import { root } from './host.ts'
import { refusedBy, tryEverything } from './policy-probes.ts'
import * as steps from './steps.ts'

const csv = `text,label
"a film of rare warmth",positive
"dull from the first word to the last",negative
"not bad at all",positive
"not good at all",negative
`
const executable = findElectron(root, process.env)
const reason = executable
  ? ''
  : ' (skipped: the Electron runtime is not on this machine; node_modules/electron/install.js fetches it)'
const folder = mkdtempSync(join(tmpdir(), 'unroll-true-electron-'))
let application: ElectronApplication | null = null

/** What the built application does under Electron itself; under its double the same is tested in more detail. */
describe.skipIf(!executable)(`in Electron itself${reason}`, () => {
  beforeAll(async () => {
    await buildPage(root, () => {})
    await buildMain(root)
  })
  afterEach(async () => {
    await application?.close()
    application = null
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

  const start = async (data: string, args: string[] = []): Promise<Page> => {
    application = await _electron.launch({
      executablePath: executable ?? undefined,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...args],
      env: { ...(process.env as Record<string, string>), UNROLL_DATA: join(folder, data) },
    })
    const page = await application.firstWindow()
    page.setDefaultTimeout(60_000)
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    return page
  }

  it('a file on the command line is previewed and imported', async () => {
    const file = join(folder, 'four-reviews.csv')
    writeFileSync(file, csv)
    const page = await start('import', [file])
    await page.waitForURL(/#\/import\/import-/)
    await page.getByText('a film of rare warmth').first().waitFor()
    await steps.pressImport(page)
  })

  it('the sample trains, the window closes, and the results are there again', async () => {
    const page = await start('train')
    await steps.screenLink(page, 'Train').click()
    await steps.chooseDevice(page, 'Processor (WebAssembly)')
    await steps.button(steps.controls(page), /^Train/).click()
    const ended = await steps.waitForRun(page, 'LSTM', /Finished/, 240_000)
    expect(steps.testAccuracy(ended)).toBeGreaterThan(90)
    await application?.close()

    const again = await start('train')
    await steps.screenLink(again, 'Train').click()
    expect(steps.testAccuracy(await steps.waitForRun(again, 'LSTM', /Finished/))).toBe(steps.testAccuracy(ended))
    const list = await again.evaluate(async () => (await (await fetch('/api/experiments')).json()) as unknown)
    expect((list as ExperimentSummary[])[0].runs.some(({ status }) => status === 'finished')).toBe(true)
  })

  it('the window is locked down, its page stays where it is, and its policy holds', async () => {
    const page = await start('security')
    expect(await page.evaluate(() => [location.origin, isSecureContext])).toEqual(['unroll://app', true])
    expect(await page.evaluate(() => ['process', 'require', 'Buffer'].filter((name) => name in window))).toEqual([])
    const windows = async () =>
      await application?.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((one) => one.webContents.getURL()),
      )
    const before = await windows()
    expect(before).toHaveLength(1)
    await page.evaluate(() => {
      window.open('data:text/html,foreign')
      location.assign('data:text/html,foreign')
    })
    // An answer of the API proves that the page is still there and at work after both attempts.
    expect(await page.evaluate(async () => (await fetch('/api/about')).status)).toBe(200)
    expect(await windows()).toEqual(before)
    expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)).toBe(
      'denied',
    )
    expect(await tryEverything(page)).toEqual(refusedBy)
  })
})
