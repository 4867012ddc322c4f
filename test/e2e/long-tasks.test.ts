import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import { watchMainThread } from './main-thread.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'
import type { WatchedPage } from './watched-page.ts'

/** The limit of a task that a person does not notice (RAIL; web.dev/articles/rail). */
const LONGEST_MS = 50
const models = ['ANN', 'RNN', 'LSTM']

/**
 * The page while three models train. What counts is processor time of the main thread's own: by the clock a task takes as
 * long as the other processes of the machine let it, and here they train three models.
 */
describe('the page stays fluid while three models train', () => {
  const folder = temporaryFolder()
  let browser: Browser
  let host: Host
  let watched: WatchedPage
  let page: Page
  let frozen = false

  beforeAll(async () => {
    await buildPage(root, console.log)
    browser = await launchChromium()
    host = await startHost(folder.path)
    watched = await openWatched(browser, host.url)
    page = watched.page
    // Enough cores for the page to train all three side by side, whatever this machine has.
    await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 4 }))
    await page.goto('about:blank')
    await page.goto(host.url)
    await steps.controls(page).getByRole('button').last().waitFor()
  })
  afterAll(async () => {
    await browser.close()
    await host.kill()
    folder.remove()
  })

  it.each([
    ['side by side on the processor', 'Processor (WebAssembly)', { Epochs: 12, 'Record every': 1 }],
    // Few steps: here the processor has to play the GPU too.
    ['one after the other on WebGL', 'GPU (WebGL)', { Epochs: 1, 'Record every': 1, 'Batch size': 512 }],
  ])('%s', async (_, device, settings) => {
    await steps.chooseDevice(page, device)
    for (const [label, value] of Object.entries(settings)) await steps.setNumber(page, label, value)
    const stop = await watchMainThread(browser, page)
    const before = page.url()
    await steps.button(steps.controls(page), /^Train/).click()
    // What has been trained is kept: other settings make a comparison of their own.
    if (frozen) await page.waitForURL((url) => url.href !== before)
    frozen = true
    for (const model of models) await steps.waitForRun(page, model, /Finished/, 280_000)
    const { longTasks, cpu } = await stop()
    const rounded = (tasks: readonly number[]) =>
      tasks
        .slice(0, 5)
        .map((ms) => ms.toFixed(1))
        .join(', ')
    console.log(
      `main thread, ${device}: longest tasks ${rounded(cpu)} ms of processor time; ` +
        `${longTasks.length} of 50 ms and more by the clock (${rounded(longTasks) || 'none'})`,
    )
    expect(cpu.length).toBeGreaterThan(100)
    // One may be a collection of all garbage at a bad moment; what happens at every update would be many.
    expect(cpu.filter((ms) => ms > LONGEST_MS).length, `tasks: ${rounded(cpu)} ms`).toBeLessThanOrEqual(1)
    expect(watched.problems).toEqual([])
  })
})
