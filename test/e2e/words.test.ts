import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../browser/axe.ts'
import { watchMainThread } from './main-thread.ts'
import { openTrained } from './trained-page.ts'
import type { TrainedPage } from './trained-page.ts'
import type { WatchedPage } from './watched-page.ts'

/** The limit of a task that a person does not notice (RAIL; web.dev/articles/rail). */
const LONGEST_MS = 50

/** A trained comparison, made by the terminal: an averaged ANN, which cannot see order, and an LSTM, which can. */
describe('the Words and Embeddings screens', () => {
  let trained: TrainedPage
  let browser: Browser
  let watched: WatchedPage
  let page: Page

  beforeAll(async () => {
    trained = await openTrained('ann-mean,lstm', 6)
    ;({ browser, page, watched } = trained)
    await show(`#/inspect/${trained.experiment}/words`)
  })
  afterAll(() => trained.close())

  const show = (hash: string) => page.evaluate((to) => void (location.hash = to), hash)
  const panel = (name: string): Locator => page.getByRole('region', { name, exact: true })
  const say = (text: string) => page.getByLabel('Sentence', { exact: true }).fill(text)
  /** The answers before and after in percent, by model, once the wording is answered. */
  async function moves(): Promise<Record<string, { before: number; after: number }>> {
    const figure = page.getByRole('figure', { name: 'Answers before and after' })
    const words = (await figure.getByRole('status').textContent()) ?? ''
    const found = words.matchAll(/([^:.]+): ([\d.]+) % before, ([\d.]+) % after/g)
    return Object.fromEntries(
      [...found].map(([, name, before, after]) => [name.trim(), { before: +before, after: +after }]),
    )
  }
  const chip = (word: string) =>
    page.getByRole('list', { name: 'Words of this wording' }).getByRole('button', { name: word, exact: true })

  it('every model reads the sentence; the meter and the salience name its words', async () => {
    await say('not good, bad')
    await panel('After every word').getByText('LSTM').first().waitFor()
    const left = panel('What is left of each word at the end')
    await left.getByRole('button', { name: /^bad\s*100 % is left$/ }).waitFor()
    await left.getByText('Reads all words at once').first().waitFor()
    await left
      .getByText(/^half-life .+ in the middle unit/)
      .first()
      .waitFor()
    await panel('Which words count')
      .getByText(/^shares .+ without words \(gap /)
      .first()
      .waitFor()
    await left.getByRole('radio', { name: 'By the gradient' }).click()
    await left
      .getByText(/still depends on the state/)
      .first()
      .waitFor()
    for (const method of ['Gradient × input', 'Leave one out', 'All three']) {
      await panel('Which words count').getByRole('radio', { name: method }).click()
      await page
        .getByRole('figure', { name: /^What each word does for/ })
        .getByText('share of the logit')
        .waitFor()
    }
    expect(watched.problems).toEqual([])
  })

  it('a swap of two words changes what the LSTM says and leaves the averaged ANN where it was', async () => {
    await say('I would call the humour stale rather than fresh!')
    // Nothing above the words grows any more: they stay where they are while one is dragged.
    await panel('Which words count').getByText('stale').first().waitFor()
    await panel('Which words count').locator('[aria-busy="false"]').waitFor()
    await chip('stale').dragTo(chip('fresh'))
    await page.getByRole('rowheader', { name: '1. “stale” and “fresh” changed places' }).waitFor()
    const { 'ANN (averaged)': ann, LSTM: lstm } = await moves()
    expect(ann.after).toBe(ann.before)
    expect(Math.abs(lstm.after - lstm.before)).toBeGreaterThan(20)
    expect(await page.getByLabel('Wording', { exact: true }).inputValue()).toBe(
      'I would call the humour fresh rather than stale!',
    )
  })

  it('every edit is a row that can be undone; a wording can be kept as the sentence', async () => {
    await chip('rather').focus()
    await page.keyboard.press('Alt+ArrowRight')
    await page.getByRole('rowheader', { name: '2. “rather” and “than” changed places' }).waitFor()
    await page.keyboard.press('Delete')
    await page.getByRole('rowheader', { name: '3. “rather” left out' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('rowheader', { name: '3. “rather” left out' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Shuffle' }).click()
    await page.getByText('3. shuffled, order 1').waitFor()
    await page.getByLabel('Wording', { exact: true }).fill('a superb film')
    await page.getByText('4. typed').waitFor()
    await page.getByRole('button', { name: 'Keep as the sentence' }).click()
    await page.getByText('Nothing tried yet').waitFor()
    expect(await page.getByLabel('Sentence', { exact: true }).inputValue()).toBe('a superb film')
  })

  it('all drops and swaps come as tables, the largest move first; pairs are made of the vocabulary', async () => {
    await say('it was not good, it was bad')
    await page.getByRole('radio', { name: 'All adjacent swaps' }).click()
    const swaps = page.getByRole('region', { name: 'Each pair of neighbours changed over once' })
    await swaps.getByRole('row').nth(6).waitFor()
    const moved = await swaps
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          Math.abs(Number(row.querySelectorAll('.moved')[1].textContent?.replace('−', '-').replace('±', ''))),
        ),
      )
    expect(moved).toEqual(moved.toSorted((a, b) => b - a))
    await page.getByRole('radio', { name: 'All single drops' }).click()
    const drops = page.getByRole('region', { name: 'Each word left out once' }).getByRole('row')
    await drops.nth(7).waitFor()
    expect(await drops.count()).toBe(8) // seven words and the heads
    await page.getByRole('radio', { name: 'Pairs' }).click()
    const pair = page.getByRole('figure', { name: 'The same words in another order' })
    await pair.getByText('±0.0').first().waitFor()
    await page.getByText('not good, bad', { exact: true }).waitFor()
  })

  it('a hidden model is not shown, and typing a sentence never holds up the page', async () => {
    await page.getByRole('button', { name: 'ANN (averaged)', exact: true }).click()
    await panel('After every word').getByText('ANN (averaged)').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'ANN (averaged)', exact: true }).click()
    const stop = await watchMainThread(browser, page)
    await page.getByLabel('Sentence', { exact: true }).pressSequentially(' and the critics were not right')
    await panel('Which words count').getByText('right').first().waitFor()
    const { cpu } = await stop()
    expect(cpu.length).toBeGreaterThan(50)
    const longest = cpu.slice(0, 5).map((ms) => ms.toFixed(1))
    console.log(`Words screen: longest tasks of the main thread ${longest.join(', ')} ms of processor time`)
    expect(cpu.filter((ms) => ms > LONGEST_MS).length, `tasks: ${longest.join(', ')} ms`).toBeLessThanOrEqual(1)
  })

  it('the Embeddings screen finds neighbours, places the words by UMAP and follows them over training', async () => {
    await page.getByRole('link', { name: 'Embeddings' }).click()
    await page.getByText(/^The two axes show \d+ % of the spread of 214 words in 12 dimensions/).waitFor()
    await page.getByLabel('Find a word').fill('superb')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '“superb”' }).waitFor()
    const near = page.locator('table.near tbody tr')
    await near.nth(11).waitFor()
    const cosines = await near.locator('td:nth-child(2)').allTextContents()
    expect(cosines.map(Number)).toEqual(cosines.map(Number).toSorted((a, b) => b - a))
    await page.getByLabel('Distance to another word').fill('zzz')
    await page.getByText('“zzz” is not in the vocabulary.').waitFor()
    await page.getByLabel('Distance to another word').fill('dull')
    await page.getByText(/“superb” and “dull”: cosine [+−]/).waitFor()
    await page
      .getByRole('group', { name: /^Map of words/ })
      .first()
      .focus()
    await page.keyboard.press('ArrowRight')
    await page
      .getByRole('status')
      .filter({ hasText: /: in \d+ training sentences, log-odds/ })
      .waitFor({ state: 'attached' })
    await page.getByRole('radio', { name: 'UMAP' }).click()
    await page.getByRole('figure', { name: /in the plane \(UMAP\)/ }).waitFor({ timeout: 60_000 })
    const moment = page.getByLabel('Moment of the training')
    await moment.fill('0')
    expect(await moment.getAttribute('aria-valuetext')).toBe('step 0, epoch 1')
    expect(watched.problems).toEqual([])
  })

  it('axe-core objects to nothing on either, in light and in dark', async () => {
    for (const screen of ['Embeddings', 'Words'])
      for (const theme of ['Light', 'Dark']) {
        await page.getByRole('link', { name: screen }).click()
        await page.getByRole('radio', { name: theme }).click()
        await page.waitForFunction((to) => document.documentElement.dataset.theme === to, theme.toLowerCase())
        await page
          .getByRole(screen === 'Words' ? 'region' : 'figure', {
            name: screen === 'Words' ? 'What if' : /in the plane/,
          })
          .waitFor()
        expect(await violations(page), `${screen}, ${theme}`).toEqual([])
      }
  })
})
