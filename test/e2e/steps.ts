import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { readCharts } from './chart-pixels.ts'
import type { ChartPixels } from './chart-pixels.ts'
import { root } from './host.ts'
import { dropFile } from './watched-page.ts'

/** 10,662 labelled sentences beside the project, where they are; else the sample that comes with the product. */
export function reviewsFile(): { path: string; rows: number; known: string } {
  const reviews = join(root, '..', 'shared', 'data', 'movie-review-sentences.csv')
  if (existsSync(reviews)) return { path: reviews, rows: 10_662, known: 'movie-review-sentences' }
  const path = join(root, 'resources', 'samples', 'order-reviews.csv')
  const rows = readFileSync(path, 'utf8').trimEnd().split('\n').length - 1
  return { path, rows, known: 'order-reviews' }
}

/** Chromium ends a GPU process that is busy for long, and then itself; computed on two busy processors, all is long. */
export const patientGpu = ['--disable-gpu-watchdog', '--disable-gpu-process-crash-limit']

export const screenLink = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name })

export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

export async function showPreview(page: Page, path: string): Promise<void> {
  await dropFile(page, basename(path), readFileSync(path))
  await page.waitForURL(/#\/import\/import-/)
  await button(page, 'Import').waitFor()
}

/** @returns milliseconds from pressing Import to the report. */
export async function pressImport(page: Page): Promise<number> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('button')].some((one) => one.textContent?.trim() === 'Import' && !one.disabled),
  )
  const start = performance.now()
  await button(page, 'Import').click()
  await page.waitForURL(/#\/data\/dataset-/)
  await page.getByRole('complementary', { name: 'Report' }).waitFor()
  return performance.now() - start
}

/** The open data set becomes a comparison; its Train screen is shown. */
export async function newComparison(page: Page): Promise<void> {
  await button(page, 'New comparison with this data').click()
  await page.waitForURL(/#\/train\/experiment-/)
  await page.getByRole('complementary', { name: 'Set-up of the comparison' }).waitFor()
}

const setUp = (page: Page) => page.getByRole('complementary', { name: 'Set-up of the comparison' })

/** Types a number into a field of the set-up, as a person would. */
export async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = setUp(page).getByLabel(label, { exact: true })
  await field.fill(String(value))
  await field.press('Tab')
}

/** Opens a part of the set-up that is folded up. */
export async function openSection(page: Page, name: string): Promise<void> {
  const section = setUp(page)
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
  if ((await section.getAttribute('aria-expanded')) === 'false') await section.click()
}

/** Makes a model so small that a step takes little on a GPU that is computed on the processor. */
export async function shrinkModel(page: Page, name: string, units: number): Promise<void> {
  const card = setUp(page).getByRole('button', { name: new RegExp(`^${name} (embedding|one-hot)`) })
  await card.click()
  await setNumber(page, 'Embedding size', units)
  await setNumber(page, 'Hidden units', units)
  await setUp(page)
    .getByRole('button', { name: new RegExp(`^${name} (embedding|one-hot)`) })
    .click()
}

export const runRow = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('progressbar', { name: `Training of ${name}` }) })

export const controls = (page: Page): Locator => page.getByRole('group', { name: 'Training' })

/** Waits until what a run's row says matches, and gives back the row's words. */
export async function waitForRun(page: Page, name: string, state: RegExp, timeout = 120_000): Promise<string> {
  const row = runRow(page, name)
  await row.filter({ hasText: state }).waitFor({ timeout })
  return await row.innerText()
}

/** Until a chart has something to show: its canvas stands where the words 'nothing yet' stood. Light enough to be timed. */
export const waitForFirstPoint = (page: Page, name: RegExp): Promise<void> =>
  page.getByRole('figure', { name }).locator('canvas').first().waitFor({ timeout: 120_000 })

/** A chart of the page by its title, waited for until it shows something coloured. */
export async function waitForChart(page: Page, name: RegExp, timeout = 120_000): Promise<ChartPixels> {
  const end = performance.now() + timeout
  await waitForFirstPoint(page, name)
  for (;;) {
    const charts = await readCharts(page)
    const chart = charts.find((one) => name.test(one.name) && one.coloured > 0)
    if (chart) return chart
    if (performance.now() > end)
      throw new Error(`no chart ${String(name)} with something in it; there are: ${JSON.stringify(charts)}`)
    // The page draws in animation frames: look again after the next one.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
}

/** The step in 'Stopped at step 1,234, can go on'. */
export const stepIn = (words: string): number =>
  Number(/step ([\d,]+)/.exec(words)?.[1].replaceAll(',', '') ?? Number.NaN)

/** 97.3 of 'best 96.0 % · test 97.3 %'. */
export const testAccuracy = (words: string): number => Number(/test ([\d.]+)/.exec(words)?.[1] ?? Number.NaN)

/** Opens the device menu, chooses, and closes it. */
export async function chooseDevice(page: Page, name: string): Promise<void> {
  await button(page, /^Device:/).click()
  await page.getByRole('radio', { name, exact: true }).click()
  await page.keyboard.press('Escape')
  await button(page, `Device: ${name}`).waitFor()
}
