import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'
import type { WatchedPage } from './watched-page.ts'

const formulas = (page: Page) => page.getByRole('navigation', { name: 'Formulas of this timestep' })

describe('training with a gate that is held', () => {
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
    await steps.controls(page).getByRole('button').last().waitFor()
    await steps.chooseDevice(page, 'Processor (WebAssembly)')
    await steps.setNumber(page, 'Epochs', 1)
    for (const name of ['ANN', 'RNN']) await steps.button(page, `Remove ${name}`).click()
    await steps.shrinkModel(page, 'LSTM', 8)
    await steps.button(steps.controls(page), /^Train/).click()
    await steps.waitForRun(page, 'LSTM', /Finished/, 240_000)
  })
  afterAll(async () => {
    await browser.close()
    await host.kill()
    folder.remove()
  })

  it('makes a new comparison of the model with and without it, which can be trained and read', async () => {
    const original = page.url()
    await steps.screenLink(page, 'Inspect').click()
    await formulas(page).waitFor()
    await steps.button(formulas(page), /^(\d+ )?Forget gate$/).click()
    const gate = page.getByRole('application', { name: /^forget gate/ })
    await gate.focus()
    await page.keyboard.press('Enter')
    const train = steps.button(page, 'Train a model with this clamp…')
    expect(await train.isDisabled()).toBe(true)
    await page.getByLabel('Hold it for').selectOption({ label: 'all units, at every word' })
    await page.getByLabel('Value', { exact: true }).fill('1')
    await expect.poll(() => train.isEnabled()).toBe(true)
    await train.click()

    const setUp = page.getByRole('complementary', { name: 'Set-up of the comparison' })
    await setUp.getByText('LSTM, forget gate at 1: added').waitFor()
    await steps.button(steps.controls(page), /^Train/).click()
    await page.waitForURL((url) => url.toString() !== original && url.toString().includes('#/train/'))
    await steps.waitForRun(page, 'LSTM, forget gate at 1', /Finished/, 240_000)
    await setUp.getByRole('button', { name: /^LSTM, forget gate at 1 embedding/ }).click()
    await setUp.getByText('of which held, not learnt').waitFor()
    // 8 forget gates, each with 8 + 8 weights and a bias.
    await setUp.getByText('136', { exact: true }).waitFor()

    await steps.screenLink(page, 'Inspect').click()
    await page.getByLabel('Model', { exact: true }).selectOption({ label: 'LSTM, forget gate at 1' })
    await page.getByRole('radio', { name: 'Backward' }).click()
    await page.getByText(/^✓ Yes\. The sum and the trainer's gradient agree/).waitFor()
    await page.getByRole('radio', { name: 'Forward' }).click()
    await steps.button(formulas(page), /^(\d+ )?Forget gate$/).click()
    await page.getByText('held', { exact: true }).first().waitFor()
    expect(watched.problems).toEqual([])
  })
})
