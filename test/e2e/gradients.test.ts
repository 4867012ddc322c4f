import { readFileSync } from 'node:fs'
import type { Browser, Download, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../browser/axe.ts'
import { watchMainThread } from './main-thread.ts'
import { openTrained } from './trained-page.ts'
import type { TrainedPage } from './trained-page.ts'
import type { WatchedPage } from './watched-page.ts'

const LONGEST_MS = 50

/** A trained comparison, made by the terminal. */
describe('the Gradients screen', () => {
  let trained: TrainedPage
  let browser: Browser
  let watched: WatchedPage
  let page: Page

  beforeAll(async () => {
    trained = await openTrained('ann,rnn,lstm', 4)
    ;({ browser, page, watched } = trained)
    await page.evaluate((to) => void (location.hash = to), `#/inspect/${trained.experiment}/gradients`)
    await model('RNN')
    await page.getByLabel('Sentence', { exact: true }).fill('I would not call the acting good but lazy')
    await figure(/^Memory/)
      .getByText('(γσ₁)ᵏ, never exceeded')
      .waitFor()
  })
  afterAll(() => trained.close())

  const figure = (name: RegExp | string): Locator => page.getByRole('figure', { name })
  const model = (label: string) => page.getByLabel('Model', { exact: true }).selectOption({ label })
  /** The numbers of a chart, as its table shows them. */
  async function tableOf(name: RegExp): Promise<string[][]> {
    const chart = figure(name)
    await chart.getByRole('button', { name: 'Show as a table' }).click()
    const rows = await chart.getByRole('row').all()
    const cells = await Promise.all(rows.map((row) => row.locator('th, td').allTextContents()))
    await chart.getByRole('button', { name: 'Show the chart' }).click()
    return cells
  }
  async function take(name: RegExp, item: string): Promise<Download> {
    const download = page.waitForEvent('download')
    await figure(name)
      .getByRole('button', { name: /^Copy or save/ })
      .click()
    await page.getByRole('menuitem', { name: item }).click()
    return download
  }

  it('lays no measured norm above a bound, as numbers too', async () => {
    const download = await take(/^Memory/, 'Save data as CSV …')
    const [head, ...rows] = readFileSync(await download.path(), 'utf8')
      .replace('\ufeff', '')
      .trim()
      .split('\r\n')
    expect(head).toBe('Word,‖∂h_T/∂h_t‖,"(γσ₁)ᵏ, never exceeded",bound of this sentence,"ρᵏ, the linear net"')
    expect(rows).toHaveLength(9)
    for (const row of rows) {
      const [, measured, upper, own] = row.split(',').map(Number)
      expect(own).toBeLessThanOrEqual(upper * (1 + 1e-9))
      expect(measured).toBeLessThanOrEqual(own * (1 + 1e-9))
    }
    const last = rows[8].split(',')
    expect([last[0], ...last.slice(1).map(Number)]).toEqual(['lazy', 1, 1, 1, 1])
  })

  it('follows the slider of U: the bound of n steps grows with its nth power', async () => {
    const upper = async () => Number((await tableOf(/^Memory/))[8].at(-3))
    const before = await upper()
    await page.getByLabel('Rescale U').fill('1')
    await page.getByText('‖∂h_T/∂h_t‖, U × 2').waitFor()
    await page.getByText(/; as trained: /).waitFor()
    // One step before the end: σ₁ itself, which is twice as large. Three figures are shown.
    expect((await tableOf(/^Memory/))[0]).toContain('‖∂h_T/∂h_t‖, as trained')
    expect((await upper()) / before).toBeCloseTo(2, 1)
    await page.getByRole('button', { name: 'As trained' }).click()
    await page.getByText(/; as trained: /).waitFor({ state: 'detached' })
  })

  it('shows the eigenvalues at each snapshot, from the orthogonal matrix of the start', async () => {
    const circle = figure('Eigenvalues and the unit circle')
    await circle.getByLabel('Moment of the training').fill('0')
    // Orthogonal: every eigenvalue has modulus 1, and so has the largest singular value.
    await circle
      .getByText(/At step 0 .*modulus 1, the largest singular value is 1\./)
      .first()
      .waitFor()
    expect(await circle.locator('circle.value').count()).toBe(16)
    const moduli = (await tableOf(/^Eigenvalues/)).slice(1).map((row) => Number(row[3]))
    for (const modulus of moduli) expect(modulus).toBeCloseTo(1, 2)
  })

  it('shows updates, clipping, units, and the words of a gate that is pressed', async () => {
    await model('LSTM')
    await page.getByText('Clipping threshold helper').waitFor()
    await figure('Update beside weight').getByText('lstm1.U').first().waitFor()
    await figure('Gate saturation').locator('path.dot').nth(20).click()
    await page.getByRole('heading', { name: 'Open it most' }).waitFor()
    expect(await page.getByLabel('Unit', { exact: true }).count()).toBe(1)
    await page.getByRole('radio', { name: 'output o' }).click()
    await figure('Eigenvalues and the unit circle')
      .getByText(/eigenvalues lie outside/)
      .first()
      .waitFor()
  })

  it('hands a chart out as a picture, drawn on a canvas or as an SVG', async () => {
    for (const name of [/^Gradient at each word/, /^Eigenvalues/]) {
      const bytes = readFileSync(await (await take(name, 'Save as PNG …')).path())
      expect([...bytes.subarray(0, 8)], String(name)).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
      // Width and height stand at bytes 16 and 20; twice the size on the screen.
      const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
      expect(Math.min(width, height)).toBeGreaterThan(500)
    }
  })

  it('says of a feed-forward net why parts do not exist', async () => {
    await model('ANN')
    await page.getByText('ANN has no recurrence').waitFor()
    await figure('Gate saturation').getByText('A feed-forward net has no gates').first().waitFor()
    await figure(/^Range of each unit/)
      .locator('rect.bar')
      .nth(15)
      .waitFor()
  })

  it('leaves the main thread alone while it works', async () => {
    const stop = await watchMainThread(browser, page)
    await model('RNN')
    await page.getByLabel('Rescale U').fill('-1')
    await page.getByText('‖∂h_T/∂h_t‖, U × 0.5').waitFor()
    const { cpu } = await stop()
    expect(cpu.length).toBeGreaterThan(50)
    const longest = cpu.slice(0, 5).map((ms) => ms.toFixed(1))
    console.log(`Gradients screen: longest tasks of the main thread ${longest.join(', ')} ms of processor time`)
    expect(cpu.filter((ms) => ms > LONGEST_MS).length, `tasks: ${longest.join(', ')} ms`).toBeLessThanOrEqual(1)
  })

  it('has nothing that axe-core objects to, in light and in dark', async () => {
    for (const theme of ['Light', 'Dark']) {
      await page.getByRole('radio', { name: theme }).click()
      expect(await violations(page), theme).toEqual([])
    }
    expect(watched.problems).toEqual([])
  })
})
