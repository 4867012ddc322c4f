import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { readCharts } from './chart-pixels.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'
import type { WatchedPage } from './watched-page.ts'

const models = ['ANN', 'RNN', 'LSTM']
const sentence = 'a warm and funny film that is not bad at all'
const file = steps.reviewsFile()

/** The window itself must never scroll: only the panels in it do. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement
    return [scrollHeight - innerHeight, scrollWidth - innerWidth].filter((pixels) => pixels > 0)
  })

describe(`the main job @main-job (on ${file.known})`, () => {
  const folder = temporaryFolder()
  const timings: [string, number][] = []
  let browser: Browser
  let host: Host
  let watched: WatchedPage
  let page: Page
  /** What the Compare screen said before the window was closed. */
  let table = ''
  let stoppedAt = 0

  const open = async () => {
    const start = performance.now()
    host = await startHost(folder.path)
    watched = await openWatched(browser, host.url)
    page = watched.page
    await steps.screenLink(page, 'Train').waitFor()
    await page.getByRole('group', { name: 'Training' }).getByRole('button').last().waitFor()
    timings.push(['host start to interactive page', performance.now() - start])
  }

  beforeAll(async () => {
    await buildPage(root, console.log)
    browser = await launchChromium({ args: steps.patientGpu })
    browser.on('disconnected', () => console.log('Chromium has ended'))
  })
  afterAll(async () => {
    await browser.close()
    await host.kill()
    folder.remove()
    for (const [what, milliseconds] of timings) console.log(`${what}: ${(milliseconds / 1000).toFixed(2)} s`)
  })

  it('a first start shows the sample reviews and a comparison that one press of Train would run', async () => {
    await open()
    await page.getByRole('heading', { name: 'ANN, RNN and LSTM on the sample reviews' }).waitFor()
    for (const model of models) await steps.runRow(page, model).waitFor()
    expect(await steps.button(steps.controls(page), /^Train/).isEnabled()).toBe(true)
    const pressed = performance.now()
    await steps.button(steps.controls(page), /^Train/).click()
    await steps.waitForFirstPoint(page, /^Loss/)
    timings.push(['Train pressed to the first point on the chart (sample)', performance.now() - pressed])
    const ends: Record<string, string> = {}
    for (const model of models) ends[model] = await steps.waitForRun(page, model, /Finished/, 240_000)
    timings.push(['Train pressed to three trained models (sample)', performance.now() - pressed])
    // In these reviews only the order of the words decides: it takes a memory to see it.
    expect(steps.testAccuracy(ends.LSTM)).toBeGreaterThan(90)
    expect(steps.testAccuracy(ends.ANN)).toBeLessThan(steps.testAccuracy(ends.LSTM))
    await steps.screenLink(page, 'Data').click()
    await page
      .getByRole('link', { name: /^Order matters/ })
      .first()
      .waitFor()
    expect(watched.problems).toEqual([])
  })

  it('a dropped file is previewed, what was detected can be corrected, and the import reports', async () => {
    await steps.showPreview(page, file.path)
    await page.getByLabel('Name of the data set', { exact: true }).fill('Reviews of mine')
    // A correction that matters: with the wrong delimiter there is but one column, and the preview says so at once.
    const delimiter = page.getByLabel('Delimiter', { exact: true })
    await delimiter.selectOption({ label: 'Semicolon ;' }).catch(() => delimiter.selectOption({ index: 2 }))
    await page
      .getByRole('alert')
      .filter({ hasText: /column/ })
      .first()
      .waitFor()
    expect(await steps.button(page, 'Import').isDisabled()).toBe(true)
    await delimiter.selectOption({ index: 0 })
    timings.push([`import of ${file.rows} rows, from Import to its report`, await steps.pressImport(page)])
    const report = await page.getByRole('complementary', { name: 'Report' }).innerText()
    expect(report).toContain(`of ${file.rows.toLocaleString('en')} read`)
    await page.getByRole('heading', { name: 'Reviews of mine' }).first().waitFor()
    expect(watched.problems).toEqual([])
  })

  it('three models train a few steps on WebGL, and every chart shows something', async () => {
    await steps.newComparison(page)
    await steps.chooseDevice(page, 'GPU (WebGL)')
    await steps.setNumber(page, 'Epochs', 3)
    await steps.setNumber(page, 'Batch size', 1024)
    await steps.setNumber(page, 'Record every', 1)
    await steps.openSection(page, 'Text')
    await steps.setNumber(page, 'Words per sentence', 12)
    await steps.setNumber(page, 'Vocabulary, at most', 2000)
    for (const model of models) await steps.shrinkModel(page, model, 8)

    const pressed = performance.now()
    await steps.button(steps.controls(page), /^Train/).click()
    await steps.waitForFirstPoint(page, /^Loss/)
    timings.push(['Train pressed to the first point on the chart (WebGL)', performance.now() - pressed])
    // The first two train an epoch each, the third a few steps: then it is stopped.
    for (const model of models.slice(0, 2)) {
      await steps.waitForRun(page, model, /best \d/)
      await steps.button(page, `Stop ${model} and go on with the next`).click()
      await steps.waitForRun(page, model, /Stopped|Finished/)
    }
    await steps.waitForRun(page, 'LSTM', /step [1-9]/)
    await steps.button(steps.controls(page), 'Stop').click()
    stoppedAt = steps.stepIn(await steps.waitForRun(page, 'LSTM', /Stopped at step/))
    expect(stoppedAt).toBeGreaterThan(0)

    await page.getByRole('contentinfo').getByText('WebGL').waitFor()
    for (const title of [/^Loss/, /^Accuracy/, /^Gradient per word/, /^Decay/, /^Gradient norm/, /^Norm per parameter/])
      await steps.waitForChart(page, title)
    for (const chart of await readCharts(page)) {
      expect(chart.coloured, `coloured pixels of '${chart.name}'`).toBeGreaterThan(20)
      expect(chart.colours, `colours of '${chart.name}'`).toBeGreaterThan(3)
    }
    expect(await overflow(page)).toEqual([])
    expect(watched.problems).toEqual([])
  })

  it('the models are compared, and read a sentence word by word', async () => {
    await steps.screenLink(page, 'Compare').click()
    await page.getByLabel('Sentence', { exact: true }).fill(sentence)
    const readings = page.getByRole('listitem').filter({ hasText: /^film/ })
    await readings.nth(models.length - 1).waitFor()
    expect(await readings.count()).toBe(models.length)
    for (const reading of await readings.allInnerTexts()) expect(reading).toMatch(/\d+ ?%/)
    const chart = await steps.waitForChart(page, /^Probability of/)
    expect(chart.coloured).toBeGreaterThan(100)
    table = await page.getByRole('table').first().innerText()
    for (const model of models) expect(table).toContain(model)
    expect(await overflow(page)).toEqual([])
    expect(watched.problems).toEqual([])
  })

  it('after a reload, and after everything was closed, it is all there again', async () => {
    await page.reload()
    await page.getByRole('table').first().filter({ hasText: 'LSTM' }).waitFor()
    await expect.poll(() => page.getByRole('table').first().innerText()).toBe(table)

    await watched.context.close()
    expect(await host.stop(), host.output()).toBe(0)
    await open()
    // It comes back to the comparison that was open last.
    await page.getByRole('heading', { name: /on Reviews of mine/ }).waitFor()
    expect(steps.stepIn(await steps.waitForRun(page, 'LSTM', /Stopped at step/))).toBe(stoppedAt)
    for (const title of [/^Loss/, /^Gradient per word/]) await steps.waitForChart(page, title)
    await steps.screenLink(page, 'Compare').click()
    await expect.poll(() => page.getByRole('table').first().innerText()).toBe(table)
    await page.getByLabel('Sentence', { exact: true }).fill(sentence)
    await page
      .getByRole('listitem')
      .filter({ hasText: /^film/ })
      .nth(models.length - 1)
      .waitFor()
    expect(watched.problems).toEqual([])
  })

  it('a stopped run goes on from its checkpoint', async () => {
    await steps.screenLink(page, 'Train').click()
    await steps.button(page, 'Resume LSTM').click()
    await steps.waitForRun(page, 'LSTM', /Training, epoch/)
    await steps.waitForRun(page, 'LSTM', new RegExp(`step (?!${stoppedAt}\\b)[1-9]`))
    await steps.button(steps.controls(page), 'Stop').click()
    const now = steps.stepIn(await steps.waitForRun(page, 'LSTM', /Stopped at step/))
    expect(now).toBeGreaterThan(stoppedAt)
    expect(watched.problems).toEqual([])
  })
})
