import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lab } from '../parity/labs/command.ts'
import { root, temporaryFolder } from './host.ts'
import { dropFile } from './watched-page.ts'
import { open, settled } from './pictures/screens.ts'
import { openTrained } from './trained-page.ts'
import type { TrainedPage } from './trained-page.ts'

/** Ratings that are asked to be cut in two, so that the checks have every plot. */
const starred = [
  'text,stars',
  ...Array.from({ length: 60 }, (_, n) => `${'a film of some words '.repeat(1 + (n % 7))}number ${n},${1 + (n % 5)}`),
].join('\n')

/** Laboratories whose finished results come with the product. */
const saved = ['order', 'distance', 'padding', 'adding', 'copy']
/** The others, trained for a few steps: what they look like is asked, not what they learn. */
const trainedNow = ['temporal-order', 'first-symbol', 'reber']
const labs = [...saved, ...trainedNow]

/**
 * Every plot of every screen, judged by what stands on the page: a title, how to read it, what it shows in words, the names of
 * both axes, and a way to take it along. A plot is a canvas or a picture in SVG that is more than decoration.
 */
describe('every plot', () => {
  let trained: TrainedPage
  let page: Page

  beforeAll(async () => {
    trained = await openTrained('ann,rnn,lstm', 2)
    ;({ page } = trained)
    await trained.watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const quick = temporaryFolder()
    for (const name of labs) {
      const folder = saved.includes(name) ? `${root}/resources/labs` : quick.path
      if (folder === quick.path) await lab([name, '--quick', '--set', 'steps=4', '--save', `${name}.json`], folder)
      const body = readFileSync(`${folder}/${name}.json`, 'utf8')
      await page.evaluate(
        async ([of, document]) => {
          const headers = { 'content-type': 'application/json' }
          const { ok } = await fetch(`/api/labs/${of}`, { method: 'PUT', headers, body: document })
          if (!ok) throw new Error(`the result of ${of} was refused`)
        },
        [name, body],
      )
    }
    quick.remove()
  })
  afterAll(() => trained.close())

  /** Charts in their frame, those made of elements of the page too; and whatever is drawn without one. */
  const figures = () => page.locator('figure.figure, figure:has(canvas, svg[role="img"])')
  /** What is larger than an icon, and stands in no frame at all. Numbers as coloured cells are no plots: each cell says its value. */
  const frameless = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('main canvas, main svg[role="img"]')]
        .filter((one) => !one.closest('figure, [role="application"]') && one.getBoundingClientRect().width > 40)
        .map((one) => one.parentElement?.className ?? ''),
    )
  async function show(hash: string, model?: string) {
    await open(page, '#/settings')
    await page.getByRole('heading', { name: 'Settings' }).first().waitFor()
    await figures().first().waitFor({ state: 'detached' })
    await open(page, hash.replace('TRAINED', trained.experiment))
    if (model) await page.getByLabel('Model', { exact: true }).selectOption({ label: model })
    if (hash.startsWith('#/compare')) await page.getByLabel('Sentence', { exact: true }).fill('not bad at all')
    await figures().first().waitFor()
    await settled(page)
  }

  /** What is missing of one figure, in words; what the figure is called comes first. */
  async function missing(figure: Locator): Promise<string[]> {
    return await figure.evaluate((one) => {
      const text = (of: Element | null | undefined) => of?.textContent.trim() ?? ''
      const drawn = one.querySelector('canvas[role="img"], svg[role="img"]')
      const plot = drawn ?? one
      const summary = [...one.querySelectorAll('[id$="-summary"]')].map(text)
      const described = drawn
        ? (plot.getAttribute('aria-describedby') ?? '').split(' ').map((id) => text(document.getElementById(id)))
        : summary
      const title = text(document.getElementById(plot.getAttribute('aria-labelledby') ?? ''))
      const axes =
        drawn?.tagName === 'CANVAS'
          ? /Across: .+\. (Up|Down): .+\./.test(described.join(' '))
          : drawn
            ? plot.querySelectorAll('text').length > 1
            : text(one.querySelector('.axes')).length > 0
      return [
        ...(title ? [] : ['a title']),
        ...(text(one.querySelector('figcaption')).length > 30 ? [] : ['how to read it']),
        ...(described[0].length > 20 ? [] : ['what it shows in words']),
        ...(axes ? [] : ['the names of its axes']),
      ].map((what) => `${title || text(one).slice(0, 40)}: ${what}`)
    })
  }
  /** Copies the figure's numbers and gives back the lines that are then in the clipboard. */
  async function copied(figure: Locator): Promise<string[]> {
    await page.evaluate(() => navigator.clipboard.writeText(''))
    await takeOf(figure).click()
    await page.getByRole('menuitem', { name: 'Copy data as CSV' }).click()
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).length > 0)
    return (await page.evaluate(() => navigator.clipboard.readText())).trim().split(/\r?\n/)
  }
  /** Bytes of the PNG that a press of 'Copy as PNG' puts into the clipboard. */
  async function pictured(take: Locator): Promise<number> {
    await page.evaluate(() => navigator.clipboard.writeText('nothing yet'))
    await take.click()
    await page.getByRole('menuitem', { name: 'Copy as PNG' }).click()
    const size = () =>
      page.evaluate(async () => {
        const [item] = await navigator.clipboard.read()
        return item?.types.includes('image/png') ? (await item.getType('image/png')).size : 0
      })
    await expect.poll(size).toBeGreaterThan(0)
    return await size()
  }
  const takeOf = (one: Locator | Page) => one.getByRole('button', { name: /^Copy or save: / })

  it.each([
    { hash: '#/data', plots: 2, of: 'a data set' },
    { hash: '#/vocabulary/TRAINED', plots: 1 },
    { hash: '#/data', plots: 2, of: 'a vocabulary' },
    { hash: '#/train/TRAINED', plots: 6 },
    { hash: '#/compare/TRAINED', plots: 7 },
    { hash: '#/inspect/TRAINED/words', plots: 5, model: 'LSTM' },
    { hash: '#/inspect/TRAINED/gradients', plots: 11, model: 'LSTM' },
    { hash: '#/inspect/TRAINED/embeddings', plots: 2, model: 'LSTM' },
    ...labs.map((name) => ({ hash: `#/laboratory/${name}`, plots: 1 })),
    { hash: '#/laboratory/parameters', plots: 1 },
    ...['vanishing', 'lstm-gates', 'limits'].map((id) => ({ hash: `#/lessons/${id}`, plots: 1 })),
  ])(
    'on $hash says how to read it and can be taken along',
    async ({ hash, plots, model, of }: { hash: string; plots: number; model?: string; of?: string }) => {
      if (of) {
        await open(page, hash)
        await page.locator('a[href*="#/data/dataset-"]').first().click()
        const report = page.getByRole('complementary', { name: 'Report' })
        await report.waitFor()
        if (of === 'a vocabulary') {
          await open(page, `${new URL(page.url()).hash}/vocabulary`)
          await report.waitFor({ state: 'detached' })
        }
        await figures().first().waitFor()
        await settled(page)
      } else await show(hash, model)
      await expect.poll(() => figures().count(), { timeout: 15_000 }).toBeGreaterThanOrEqual(plots)
      const lacking: string[] = []
      for (const figure of await figures().all()) {
        lacking.push(...(await missing(figure)))
        const take = takeOf(figure)
        // What says that there is nothing to show has nothing to take along.
        if ((await figure.locator('.stage > .empty').count()) > 0) continue
        if ((await take.count()) === 0) lacking.push(`${await figure.innerText()}: no way to take it along`)
        else if ((await copied(figure)).length < 2) lacking.push(`${await figure.innerText()}: no numbers`)
      }
      expect(lacking).toEqual([])
      expect(await frameless()).toEqual([])
    },
  )

  it('of the checks before an import says how to read it and can be taken along', async () => {
    await dropFile(page, 'stars.csv', Buffer.from(starred))
    await page.getByText(/^Every one of .+ was looked at$/).waitFor()
    const lacking: string[] = []
    const judge = async (figure: Locator) => {
      await figure.waitFor()
      lacking.push(...(await missing(figure)))
      expect((await copied(figure)).length).toBeGreaterThan(1)
      expect(await pictured(takeOf(figure))).toBeGreaterThan(3000)
    }
    await page.getByRole('radio', { name: 'By a threshold' }).click()
    await judge(page.getByRole('figure', { name: 'Rows per label' }))
    await page.getByRole('button', { name: /the largest holds/ }).click()
    await judge(page.getByRole('figure', { name: 'Classes' }))
    await page.getByRole('button', { name: /rows have at most/ }).click()
    await judge(page.getByRole('figure', { name: 'Lengths' }))
    expect(lacking).toEqual([])
    await page.getByRole('button', { name: 'Cancel', exact: true }).first().click()
  })

  it('made of elements of the page becomes a picture, too', async () => {
    await show('#/compare/TRAINED')
    expect(await pictured(takeOf(page.getByRole('figure', { name: /LSTM: .+ right$/ })))).toBeGreaterThan(3000)
  })

  it('is copied as a picture, and also while its numbers are shown in its place', async () => {
    await show('#/inspect/TRAINED/gradients', 'LSTM')
    // A figure that still waits for its numbers may grow and make the page scroll, which narrows its neighbours.
    await expect.poll(() => page.locator('figure .stage > .empty').count()).toBe(0)
    for (const name of ['Gradient at each word', 'Gate saturation', /^Gradient per word/]) {
      const figure = page.getByRole('figure', { name })
      const drawn = await pictured(takeOf(figure))
      await figure.getByRole('button', { name: 'Show as a table' }).click()
      await figure.getByRole('region', { name: / as a table$/ }).waitFor()
      expect(await pictured(takeOf(figure)), String(name)).toBe(drawn)
    }
  })

  it('is copied as its numbers are, even before the page has come to draw them', async () => {
    await show('#/inspect/TRAINED/gradients', 'LSTM')
    await expect.poll(() => page.locator('figure .stage > .empty').count()).toBe(0)
    const figure = page.getByRole('figure', { name: 'Gradient at each word' })
    const before = await pictured(takeOf(figure))
    // From now on no frame comes, so nothing that waits for one is drawn.
    await page.evaluate(() => {
      const held: FrameRequestCallback[] = []
      const real = window.requestAnimationFrame
      window.requestAnimationFrame = (run) => held.push(run)
      Object.assign(window, {
        letGo: () => {
          window.requestAnimationFrame = real
          for (const run of held) real(run)
        },
      })
    })
    for (let n = 0; n < 8; n++) await page.getByLabel('Rescale U').press('ArrowRight')
    // The legend is of the page, not of the canvas: the new numbers are there.
    await figure.getByText('U × 2').first().waitFor()
    const early = await pictured(takeOf(figure))
    await page.evaluate(() => (window as unknown as { letGo: () => void }).letGo())
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    expect(early).not.toBe(before)
    expect(await pictured(takeOf(figure))).toBe(early)
  })

  it('keeps its room at 200 %, where the page is half as wide', async () => {
    await page.setViewportSize({ width: 640, height: 900 })
    for (const part of ['words', 'gradients', 'embeddings']) {
      await show(`#/inspect/TRAINED/${part}`, 'LSTM')
      const wide = await page.getByLabel('Sentence', { exact: true }).evaluate((one) => one.getBoundingClientRect())
      expect(wide.right, `${part}: the sentence`).toBeLessThanOrEqual(640)
      for (const figure of await figures().all()) {
        const width = await figure.evaluate((one) => one.getBoundingClientRect().width)
        expect(width, `${part}: ${(await figure.innerText()).slice(0, 40)}`).toBeGreaterThan(280)
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('the triangle of contributions, too, can be taken along with its numbers', async () => {
    await open(page, `#/inspect/${trained.experiment}`)
    await page.getByLabel('Sentence', { exact: true }).fill('not bad at all')
    await page.getByRole('radio', { name: 'Backward', exact: true }).click()
    const triangle = page.getByRole('region', { name: 'Through which word does it learn?' })
    await triangle.getByRole('application', { name: /^Norms of the contributions .+ 4 by 4 numbers$/ }).waitFor()
    await expect.poll(() => takeOf(triangle).isEnabled()).toBe(true)
    expect(await missing(triangle.getByRole('figure', { name: /^Norms of/ }))).toEqual([])
    expect(await pictured(takeOf(triangle))).toBeGreaterThan(3000)
    const lines = await copied(triangle)
    expect(lines[0]).toContain('"through 1, not"')
    // Four words, four losses: the loss after the first word has nothing to say through the second.
    expect(lines).toHaveLength(5)
    expect(lines[1].split(',').slice(-3)).toEqual(['', '', ''])
  })
})
