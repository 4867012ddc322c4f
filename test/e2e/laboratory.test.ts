import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import { readDocument } from '../../shared/labs/document.ts'
import { violations } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import { watchMainThread } from './main-thread.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'
import type { WatchedPage } from './watched-page.ts'

const LONGEST_MS = 50
const setUp = (page: Page) => page.getByRole('region', { name: 'Set-up of the laboratory' })
const found = (page: Page) => page.getByRole('region', { name: 'What was found' })
const lab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Laboratories' }).getByRole('link', { name, exact: true })

async function openLab(page: Page, name: string) {
  await steps.screenLink(page, 'Laboratory').click()
  await lab(page, name).click()
  await page.waitForURL(new RegExp(`#/laboratory/${name.toLowerCase()}$`))
}
async function fill(page: Page, label: string, value: string) {
  const field = setUp(page).getByLabel(label, { exact: true })
  await field.fill(value)
  await field.press('Tab')
}
const run = (page: Page) => steps.button(setUp(page), 'Run').click()
const untilDone = (page: Page) => steps.button(setUp(page), 'Run').waitFor({ timeout: 200_000 })

describe('the laboratories in a browser', () => {
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
    await openLab(page, 'Distance')
    await page.getByText('Press Run').first().waitFor()
  })
  afterAll(async () => {
    await browser.close()
    await host.kill()
    folder.remove()
  })

  it('runs in workers while the page stays fluid, and says what it found', async () => {
    for (const [label, value] of [
      ['Filler words', '3, 8, 15'],
      ['Hidden units', '8'],
      ['Training steps', '60'],
      ['Seeds', '2'],
    ])
      await fill(page, label, value)
    const stop = await watchMainThread(browser, page)
    await run(page)
    await page.getByRole('progressbar', { name: 'Progress of the laboratory' }).waitFor()
    await untilDone(page)
    const { cpu } = await stop()
    expect(cpu.filter((ms) => ms > LONGEST_MS).length, `${cpu.slice(0, 5).join(', ')} ms`).toBeLessThanOrEqual(1)
    expect(await found(page).innerText()).toMatch(/RNN bridges/)
    const chart = await steps.waitForChart(page, /^Accuracy/)
    expect(chart.coloured).toBeGreaterThan(0)
    await page
      .getByRole('figure', { name: /^Accuracy/ })
      .getByRole('button', { name: 'Show as a table' })
      .click()
    const table = page.getByRole('region', { name: 'Accuracy as a table' })
    expect(await table.getByRole('row').count()).toBe(4)
    expect(await table.innerText()).toContain('LSTM (chrono), standard deviation')
  })

  it('gives the same numbers again', async () => {
    await steps.button(found(page), 'Run again and compare').click()
    await page.getByText('The rerun gave the same 96 numbers, bit for bit.').waitFor({ timeout: 200_000 })
  })

  it('saves the result as a file that it can open again', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), steps.button(found(page), 'Save').click()])
    expect(download.suggestedFilename()).toBe('distance.unroll-lab.json')
    const path = await download.path()
    const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '')
    expect(readDocument(text).spec).toMatchObject({ lab: 'distance', fillers: [3, 8, 15], seeds: 2 })
    await page.getByLabel('Open a saved result').setInputFiles({
      ...{ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{"kind":"something"}') },
    })
    await page.getByText('no results of a laboratory').waitFor()
    // One that belongs to another laboratory is shown there.
    const adding = readFileSync(`${root}/resources/labs/adding.json`)
    await page.getByLabel('Open a saved result').setInputFiles({
      ...{ name: 'adding.json', mimeType: 'application/json', buffer: adding },
    })
    await page.waitForURL(/#\/laboratory\/adding/)
    await found(page).getByText('used memory').waitFor()
    await lab(page, 'Distance').click()
  })

  it('stops at once and then shows what was measured, and that it was not kept', async () => {
    await fill(page, 'Training steps', '100000')
    await fill(page, 'Filler words', '3, 400')
    await run(page)
    await steps.button(setUp(page), 'Stop').click()
    await page.getByText('What was measured until then is shown, and not kept.').waitFor()
    await untilDone(page)
  })

  it('keeps the last result over a change of screens and a restart', async () => {
    await steps.screenLink(page, 'Data').click()
    // Whole, before the host goes: else what this screen still loads fails.
    await page.getByRole('heading', { name: 'Bring your own text' }).waitFor()
    await steps.screenLink(page, 'Laboratory').click()
    await lab(page, 'Distance').waitFor()
    await host.stop()
    host = await startHost(folder.path)
    await page.goto(host.url)
    await openLab(page, 'Distance')
    await found(page).getByText('RNN bridges').waitFor()
    expect(await setUp(page).getByLabel('Filler words', { exact: true }).inputValue()).toBe('3, 8, 15')
  })

  it('refuses in words what cannot be set up', async () => {
    await fill(page, 'Filler words', '3, many')
    await setUp(page).getByText('“many” is no whole number from 0 to 1995.').waitFor()
    expect(await steps.button(setUp(page), 'Run').isDisabled()).toBe(true)
    await steps.button(setUp(page), 'Defaults').click()
    for (const cell of ['RNN', 'LSTM', 'LSTM (chrono)', 'GRU'])
      await setUp(page).getByRole('checkbox', { name: cell, exact: true }).uncheck()
    expect(await steps.button(setUp(page), 'Run').isDisabled()).toBe(true)
    await steps.button(setUp(page), 'Defaults').click()
  })

  it('counts the article’s parameters, live', async () => {
    await lab(page, 'Parameters').click()
    const table = page.getByRole('region', { name: 'Parameters of each sentence' })
    await table.getByText('(12 × 5) × 4 + 4 = 244').waitFor()
    await page.getByRole('radio', { name: '10 distinct words' }).click()
    await table.getByText('(10 × 5) × 4 + 4 = 204').waitFor()
    await page.getByLabel('Sentences').fill('one two three')
    await table.getByText('(3 × 3) × 4 + 4 = 40').waitFor()
  })

  it('makes a new comparison of the sizes that a budget allows', async () => {
    const comparison = await page.getByLabel('Data of').locator('option').nth(1).innerText()
    await page.getByLabel('Data of').selectOption({ label: comparison })
    await page.getByText(`all other settings of “${comparison}”`).waitFor()
    await steps.button(page, 'Use these in a new comparison').click()
    await page.waitForURL(/#\/train\/experiment-/)
    await page.getByText('Equal budget: 20,000 parameters').first().waitFor()
  })

  it('shows a finished run that comes with Unroll where there is none yet', async () => {
    await openLab(page, 'Copy')
    await steps.button(found(page), 'Show a finished run').click()
    // Without memory: 10 ln 8 / (T + 20), T = 20.
    await found(page).getByText('without memory 0.52').waitFor()
    await page.getByText(/--seed 1 --seeds 3$/).waitFor()
    expect(await found(page).getByText(/^LSTM/).count()).toBeGreaterThan(0)
    await steps.button(found(page), 'Show a finished run').waitFor({ state: 'detached' })
  })

  it('has nothing that axe-core objects to, in light and in dark', async () => {
    for (const name of ['Distance', 'Order', 'Parameters'])
      for (const theme of ['Light', 'Dark']) {
        await openLab(page, name)
        await page.getByRole('radio', { name: theme }).click()
        await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme.toLowerCase())
        expect(await violations(page), `${name}, ${theme}`).toEqual([])
      }
    expect(watched.problems.filter((problem) => !problem.includes('net::ERR_'))).toEqual([])
  })
})
