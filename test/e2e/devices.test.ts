import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import { launchChromium } from '../browser/chromium.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'
import type { WatchedPage } from './watched-page.ts'

const folder = temporaryFolder()
let browser: Browser
let host: Host
let watched: WatchedPage
let page: Page

beforeAll(async () => {
  await buildPage(root, console.log)
  browser = await launchChromium()
  host = await startHost(folder.path)
  watched = await openWatched(browser, host.url)
  page = watched.page
})
afterAll(async () => {
  await browser.close()
  await host.kill()
  folder.remove()
})

const option = (name: string) => page.getByRole('radio', { name, exact: true })

it('devices are timed, the fastest is proposed and remembered, and the user may choose another', async () => {
  await steps.controls(page).getByRole('button').last().waitFor()
  await steps.button(page, 'Device: Automatic').click()
  await option('GPU (WebGL)').getByText('In software').waitFor()
  await option('Automatic').getByText('since WebGL is only imitated here').waitFor()
  await steps.button(page, 'Measure').click()
  await steps.button(page, 'Measure again').waitFor({ timeout: 240_000 })

  const [gpu, processor] = await Promise.all(
    ['GPU (WebGL)', 'Processor (WebAssembly)'].map((name) => option(name).innerText()),
  )
  for (const words of [gpu, processor]) expect(words).toMatch(/ANN[^]*\d ms[^]*RNN[^]*\d ms[^]*LSTM[^]*\d ms/)
  expect(processor.match(/fastest/g)).toHaveLength(3)
  await option('Automatic').getByText('measured to be the fastest here').waitFor()
  console.log(`milliseconds per step: ${`${gpu} | ${processor}`.replaceAll('\n', ' ')}`)

  // Remembered, also for sentences a little longer; another size is another model.
  await page.reload()
  await steps.setNumber(page, 'Batch size', 30)
  await steps.button(page, 'Device: Automatic').click()
  await steps.button(page, 'Measure again').waitFor()
  await page.keyboard.press('Escape')
  await steps.setNumber(page, 'Batch size', 60)
  await steps.button(page, 'Device: Automatic').click()
  await steps.button(page, 'Measure').waitFor()
  await page.keyboard.press('Escape')

  await steps.chooseDevice(page, 'Processor (JavaScript)')
  const settings = (await page.evaluate(async () => (await fetch('/api/settings')).json())) as Settings
  expect(settings.device).toBe('cpu')
  expect(settings.deviceTimings.map(({ shape }) => shape.split(' ')[0]).sort()).toEqual(['ann', 'lstm', 'rnn'])
  for (const { devices } of settings.deviceTimings)
    for (const { first, step } of devices) expect(Math.min(first ?? 0, step ?? 0)).toBeGreaterThan(0)
  expect(watched.problems).toEqual([])
})
