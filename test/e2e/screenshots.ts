// `npm run screenshots`: every screen in light and dark, large and small, into test/screenshots/ (not in git).
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import * as steps from './steps.ts'
import { dropFile, openWatched } from './watched-page.ts'

const sizes = { large: { width: 1440, height: 900 }, small: { width: 1024, height: 700 } }
const themes = ['Light', 'Dark'] as const
const target = join(root, 'test', 'screenshots')
const sentence = 'the plot is not good, but the acting is not bad at all'

/** A screen: how to get there, and what must be there before it is worth a picture. */
const screens: Record<string, (page: Page) => Promise<void>> = {
  data: async (page) => {
    await steps.screenLink(page, 'Data').click()
    await page.getByRole('heading', { name: 'Bring your own text' }).waitFor()
  },
  'data-refused-file': async (page) => {
    await dropFile(page, 'empty.csv', Buffer.alloc(0))
    await page.getByRole('alert').first().waitFor()
  },
  'import-preview': async (page) => {
    const { path } = steps.reviewsFile()
    await steps.showPreview(page, path)
  },
  dataset: async (page) => {
    await steps.screenLink(page, 'Data').click()
    await page
      .getByRole('link', { name: /^Order matters/ })
      .first()
      .click()
    await page.getByRole('complementary', { name: 'Report' }).waitFor()
  },
  vocabulary: async (page) => {
    await steps.screenLink(page, 'Vocabulary').click()
    await page.waitForURL(/#\/vocabulary\/experiment-/)
  },
  train: async (page) => {
    await steps.screenLink(page, 'Train').click()
    await steps.waitForChart(page, /^Loss/)
  },
  'train-gradients': async (page) => {
    const map = page.getByRole('figure', { name: /^Gradient per word/ })
    await map.scrollIntoViewIfNeeded()
    await steps.waitForChart(page, /^Gradient per word/)
  },
  compare: async (page) => {
    await steps.screenLink(page, 'Compare').click()
    await page.getByLabel('Sentence', { exact: true }).fill(sentence)
    await steps.waitForChart(page, /^Probability of/)
  },
}

await buildPage(root, console.log)
mkdirSync(target, { recursive: true })
const folder = temporaryFolder()
const host = await startHost(folder.path)
const browser = await launchChromium()
const { page, problems } = await openWatched(browser, host.url, [/status of 422/])
page.setDefaultTimeout(120_000)

const shoot = async (name: string) => {
  for (const theme of themes) {
    await page.getByRole('radio', { name: theme }).click()
    await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme.toLowerCase())
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport)
      // Two frames: charts follow theme and size in the one, and are painted in the next.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
      )
      await page.screenshot({
        path: join(target, `${name}-${theme.toLowerCase()}-${size}.png`),
        animations: 'disabled',
      })
    }
    await page.setViewportSize(sizes.large)
  }
  console.log(name)
}

try {
  await steps.controls(page).getByRole('button').last().waitFor()
  await shoot('first-start')
  await steps.setNumber(page, 'Epochs', 4)
  await steps.button(steps.controls(page), /^Train/).click()
  for (const model of ['ANN', 'RNN', 'LSTM']) await steps.waitForRun(page, model, /Finished/, 600_000)
  for (const [name, show] of Object.entries(screens)) {
    await show(page)
    await shoot(name)
  }
  if (problems.length) console.log(`The page complained:\n${problems.join('\n')}`)
} finally {
  await browser.close()
  await host.stop()
  folder.remove()
}
process.exitCode = problems.length ? 1 : 0
