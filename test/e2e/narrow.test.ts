import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { lessons } from '../../shared/lessons/all.ts'
import { labNames } from '../../shared/labs/spec.ts'
import { violations } from '../browser/axe.ts'
import { open, settled } from './pictures/screens.ts'
import { screenLink, showPreview } from './steps.ts'
import { openTrained } from './trained-page.ts'
import type { TrainedPage } from './trained-page.ts'
import { join } from 'node:path'
import { root } from './host.ts'

/** WCAG 2.2, 1.4.10 Reflow, as far as a window of 1280 × 800 at 200 % goes: nothing to be scrolled sideways but charts, matrices, formulas and tables, each in a frame of its own. */
describe('at 640 × 400 CSS pixels', () => {
  let trained: TrainedPage
  let page: Page
  beforeAll(async () => {
    trained = await openTrained('ann,rnn,lstm', 2)
    ;({ page } = trained)
    await page.setViewportSize({ width: 640, height: 400 })
  })
  afterAll(() => trained.close())

  /** What stands beyond the right edge of the window, or scrolls sideways with more than a plot, a table or a formula in it. */
  const tooWide = () =>
    page.evaluate(() => {
      const scrolls = (one: Element) => /auto|scroll/.test(getComputedStyle(one).overflowX)
      const name = (one: Element) =>
        `${one.tagName.toLowerCase()}.${[...one.classList].join('.')} “${one.textContent.trim().replace(/\s+/g, ' ').slice(0, 50)}”`
      const isFrame = (one: Element) =>
        scrolls(one) &&
        one.matches(':has(table, canvas, svg, .katex, [role="application"]), .katex, textarea') &&
        !one.querySelector('h1, h2, h3, figure, form, nav')
      const all = [...document.querySelectorAll('.shell *')]
      const wide = all.filter((one) => scrolls(one) && one.scrollWidth > one.clientWidth + 1 && !isFrame(one))
      const cut = (one: Element) => {
        for (let up = one.parentElement; up; up = up.parentElement) {
          if (isFrame(up)) return true
          const { overflowX, textOverflow, clipPath } = getComputedStyle(up)
          if (textOverflow === 'ellipsis' || clipPath !== 'none') return overflowX !== 'visible'
        }
        return getComputedStyle(one).clipPath !== 'none'
      }
      const beyond = all.filter((one) => {
        const { right, width, height } = one.getBoundingClientRect()
        return width > 0 && height > 0 && right > innerWidth + 1 && !cut(one) && !one.closest('svg svg, .katex')
      })
      return [
        ...wide.map((one) => {
          const edge = one.getBoundingClientRect().left + one.clientWidth
          const widest = [...one.querySelectorAll('*')].find(
            (inner) => inner.getBoundingClientRect().right > edge + 1 && !cut(inner),
          )
          const by = String(one.scrollWidth - one.clientWidth)
          return `${name(one)} scrolls by ${by} px because of ${widest ? name(widest) : 'itself'}`
        }),
        ...beyond
          .filter((one) => !beyond.includes(one.parentElement!))
          .map((one) => `${name(one)} ends at ${String(Math.round(one.getBoundingClientRect().right))} px`),
      ]
    })

  const screens: { hash: string; ready: string; model?: string; way?: string }[] = [
    { hash: '#/data', ready: 'main a[href*="#/data/dataset-"], main button' },
    { hash: '#/vocabulary/TRAINED', ready: 'figure' },
    { hash: '#/train/TRAINED', ready: 'figure canvas' },
    { hash: '#/compare/TRAINED', ready: 'figure canvas:visible' },
    ...['RNN', 'LSTM'].flatMap((model) => [
      { hash: '#/inspect/TRAINED', ready: '.stage', model },
      { hash: '#/inspect/TRAINED', ready: '.stage', model, way: 'Backward' },
    ]),
    { hash: '#/inspect/TRAINED/words', ready: 'figure svg circle', model: 'LSTM' },
    { hash: '#/inspect/TRAINED/gradients', ready: 'figure svg[role="img"]', model: 'LSTM' },
    { hash: '#/inspect/TRAINED/embeddings', ready: 'figure canvas', model: 'LSTM' },
    ...[...labNames, 'parameters'].map((name) => ({ hash: `#/laboratory/${name}`, ready: 'main h2' })),
    { hash: '#/lessons', ready: 'ul[aria-label="Lessons"], ol[aria-label="Lessons"]' },
    ...lessons.map(({ id }) => ({ hash: `#/lessons/${id}`, ready: 'main h2' })),
    { hash: '#/lessons/make', ready: 'main h2' },
    { hash: '#/settings', ready: 'main h2' },
  ]
  it.each(screens)('$hash $model $way fits', async ({ hash, ready, model, way }) => {
    // From a screen that is none of these, so that what is waited for is not that of the one before.
    await open(page, hash === '#/settings' ? '#/lessons/make' : '#/settings')
    const before = page
      .getByRole('heading', { level: 1, name: hash === '#/settings' ? 'Make a lesson set' : 'Settings', exact: true })
      .first()
    await before.waitFor()
    await open(page, hash.replace('TRAINED', trained.experiment))
    await before.waitFor({ state: 'detached' })
    if (model) {
      await page.getByLabel('Model', { exact: true }).selectOption({ label: model })
      await page.getByLabel('Sentence', { exact: true }).fill('the plot is not good, but the acting is not bad at all')
      if (hash.endsWith('TRAINED')) await page.getByRole('radio', { name: way ?? 'Forward', exact: true }).click()
    }
    await page.locator(ready).first().waitFor()
    await settled(page)
    expect(await tooWide()).toEqual([])
  })

  it('a data set and what is about to be imported fit', async () => {
    await open(page, '#/data')
    await page.locator('a[href*="#/data/dataset-"]').first().waitFor({ state: 'attached' })
    const link = await page.locator('a[href*="#/data/dataset-"]').first().getAttribute('href')
    await open(page, (link ?? '').slice((link ?? '').indexOf('#')))
    await page.getByRole('complementary', { name: 'Report' }).waitFor()
    expect(await tooWide()).toEqual([])
    await showPreview(page, join(root, 'resources', 'samples', 'order-reviews.csv'))
    expect(await tooWide()).toEqual([])
  })

  it('the side bar folds to icons with names; the rest comes over the screen and goes again', async () => {
    await open(page, '#/settings')
    const bar = page.getByRole('complementary', { name: 'Screens, experiments and data sets' })
    const width = async () => (await bar.boundingBox())?.width
    expect(await width()).toBeLessThanOrEqual(48)
    await screenLink(page, 'Compare').focus()
    await page.getByRole('tooltip', { name: 'Compare' }).waitFor()
    const toggle = bar.getByRole('button', { name: 'Experiments and data sets' })
    await toggle.click()
    await bar.getByRole('button', { name: 'New comparison', exact: true }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await toggle.waitFor()
    expect(await width()).toBeLessThanOrEqual(48)
    await toggle.press('Enter')
    await bar
      .getByRole('link', { name: /order-reviews/ })
      .first()
      .click()
    await toggle.waitFor()
    expect(await violations(page)).toEqual([])
  })
})
