import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { compare } from '../parity/compare/command.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import { openWatched } from './watched-page.ts'
import type { WatchedPage } from './watched-page.ts'

/** The product on a data folder in which the terminal has trained a comparison of small models on the sample reviews. */
export interface TrainedPage {
  browser: Browser
  page: Page
  watched: WatchedPage
  /** Id of the trained comparison. */
  experiment: string
  close(): Promise<void>
}

/** @throws {Error} with the terminal's own words when training failed. */
export async function openTrained(models: string, epochs: number): Promise<TrainedPage> {
  const folder = temporaryFolder()
  const sample = join(root, 'resources', 'samples', 'order-reviews.csv')
  const sizes = ['--hidden', '16', '--embedding', '12', '--epochs', String(epochs)]
  const { code, err } = await compare([sample, '--models', models, ...sizes], folder.path)
  if (code !== 0) throw new Error(`the comparison could not be trained: ${err}`)
  await buildPage(root, () => {})
  const browser = await launchChromium()
  const host = await startHost(join(folder.path, 'data'))
  const watched = await openWatched(browser, host.url)
  const { page } = watched
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  // Beside it stands the comparison that every new data folder begins with.
  const experiment = await page.evaluate(async () => {
    const all = (await (await fetch('/api/experiments')).json()) as { id: string; frozen: boolean }[]
    return all.find(({ frozen }) => frozen)?.id ?? ''
  })
  const close = async () => {
    await browser.close()
    await host.stop()
    folder.remove()
  }
  return { browser, page, watched, experiment, close }
}
