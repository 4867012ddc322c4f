// `npm run screenshots`: every screen in light and dark, at two sizes, into test/screenshots/ (not in git). Trains what it shows.
//   -- --zoom 200      as a browser zoomed to 200 %: half as many CSS pixels, each twice as large
//   -- --only lesson   only screens whose name begins so; several are separated by commas
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { buildPage } from '../../../electron/starting/page-build.ts'
import { launchChromium } from '../../browser/chromium.ts'
import { root, startHost, temporaryFolder } from '../host.ts'
import * as steps from '../steps.ts'
import { openWatched } from '../watched-page.ts'
import { fillLaboratories, movieReviews, trainComparisons, trainedNames } from './prepare.ts'
import { trained, untrained } from './screens.ts'
import type { Show, TrainedIds } from './screens.ts'

const { values } = parseArgs({ options: { zoom: { type: 'string', default: '100' }, only: { type: 'string' } } })
const zoom = Number(values.zoom) / 100
if (!(zoom >= 0.5 && zoom <= 4)) throw new Error(`--zoom: write a number from 50 to 400, not ${values.zoom}.`)
const wanted = values.only?.split(',')
const sizes = { 1280: { width: 1280, height: 800 }, 1920: { width: 1920, height: 1080 } }
const themes = ['Light', 'Dark'] as const
/** A taller picture shows nothing more to judge. */
const TALLEST = 6000
const target = join(root, 'test', 'screenshots')
const suffix = zoom === 1 ? '' : `-zoom-${values.zoom}`

/** Charts follow theme and size one per frame (renderer/charts/redraw-queue.ts): a frame for each, and some to paint. */
const drawn = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let left = 8 + 3 * document.querySelectorAll('canvas').length
        const next = () => {
          if (left-- > 0) requestAnimationFrame(next)
          else resolve()
        }
        next()
      }),
  )

/** How much of what scrolls as a screen is out of view, in CSS pixels; lists and tables inside it do not count. */
const hiddenHeight = (page: Page) =>
  page.evaluate(() => {
    const scrolls = (one: Element) => /auto|scroll/.test(getComputedStyle(one).overflowY)
    const all = [...document.querySelectorAll('main, main *')]
    const screens = all.filter((one) => one.clientHeight > innerHeight / 2 && scrolls(one))
    return Math.max(0, ...screens.map((one) => one.scrollHeight - one.clientHeight))
  })

/** What a person sees first, and the whole of it where there is more. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of themes)
    for (const [size, { width, height }] of Object.entries(sizes)) {
      const view = { width: Math.round(width / zoom), height: Math.round(height / zoom) }
      await page.setViewportSize(view)
      // At 200 % the switch of the theme is in the narrow bar: the page is told instead.
      await page.evaluate((to) => (document.documentElement.dataset.theme = to), theme.toLowerCase())
      await drawn(page)
      const path = (part: string) => join(target, `${name}-${theme.toLowerCase()}-${size}${suffix}${part}.png`)
      await page.screenshot({ path: path(''), animations: 'disabled' })
      const more = await hiddenHeight(page)
      if (more <= 8) continue
      await page.setViewportSize({ ...view, height: Math.min(TALLEST, view.height + more) })
      await drawn(page)
      await page.screenshot({ path: path('-whole'), animations: 'disabled' })
      await page.setViewportSize(view)
    }
  console.log(name)
}

async function shootAll(page: Page, screens: Record<string, Show>): Promise<void> {
  for (const [name, show] of Object.entries(screens)) {
    if (wanted && !wanted.some((one) => name.startsWith(one))) continue
    await page.setViewportSize(sizes[1280])
    // One screen that does not come is noted; the others are still worth their pictures.
    try {
      await show(page)
    } catch (error) {
      problems.push(`${name} did not come: ${String(error)}`)
    }
    await shoot(page, name)
  }
}

await buildPage(root, console.log)
mkdirSync(target, { recursive: true })
const folder = temporaryFolder()
const host = await startHost(join(folder.path, 'data'))
const browser = await launchChromium()
const { page, problems } = await openWatched(browser, host.url, [/status of 422/], undefined, zoom)
page.setDefaultTimeout(60_000)

try {
  await steps.controls(page).getByRole('button').last().waitFor()
  await shootAll(page, untrained)
  console.log('training …')
  const kinds = await trainComparisons(folder.path)
  if (!kinds.includes('movies'))
    console.log(`There is no ${movieReviews}: the pictures on real film reviews are left out.`)
  await fillLaboratories(page, folder.path)
  await page.reload()
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  const list = await page.evaluate(
    async () => (await (await fetch('/api/experiments')).json()) as { id: string; name: string }[],
  )
  const ids: TrainedIds = Object.fromEntries(
    kinds.map((kind) => [kind, list.find(({ name }) => name === trainedNames[kind])?.id ?? '']),
  )
  await shootAll(page, trained(ids))
  if (problems.length) console.log(`The page complained:\n${problems.join('\n')}`)
} finally {
  await browser.close()
  await host.stop()
  folder.remove()
}
process.exitCode = problems.length ? 1 : 0
